import {describe, expect, it} from 'vitest';
import {machineName} from '../../src/exporters/machine-name.ts';

describe('machineName', () => {
  it.each([
    [
      'LENOVO ThinkPad T14 Gen 3',
      {sys_vendor: 'LENOVO', product_name: '21AHCTO1WW', product_version: 'ThinkPad T14 Gen 3'},
    ],
    ['LENOVO IdeaPad 5 15ITL05', {sys_vendor: 'LENOVO', product_name: '82FG', product_version: 'IdeaPad 5 15ITL05'}],
    ['LENOVO 10M7', {sys_vendor: 'LENOVO', product_name: '10M7', product_version: '07'}],
    [
      'Lenovo ThinkSystem SR650 -[7X06CTO1WW]-',
      {sys_vendor: 'Lenovo', product_name: 'ThinkSystem SR650 -[7X06CTO1WW]-', product_version: '07'},
    ],
    ['Dell Inc. Latitude 7350', {sys_vendor: 'Dell Inc.', product_name: 'Latitude 7350', product_version: '1.0'}],
    ['HP EliteBook 840 G8', {sys_vendor: 'HP', product_name: 'HP EliteBook 840 G8'}],
    ['Dell System XPS L322X', {sys_vendor: 'Dell Inc.', product_name: 'Dell System XPS L322X'}],
    ['QEMU Standard PC (Q35 + ICH9, 2009)', {sys_vendor: 'QEMU', product_name: 'Standard PC (Q35 + ICH9, 2009)'}],
    ['Raspberry Pi 4 Model B Rev 1.4', {product_name: 'Raspberry Pi 4 Model B Rev 1.4'}],
  ])('%s', (name, record) => {
    expect(machineName([record])).toBe(name);
  });

  it.each(['To Be Filled By O.E.M.', 'System Product Name', 'Default string', 'Not Applicable', '0000', '  '])(
    'takes the board where the product is %j',
    (text) => {
      const record = {sys_vendor: text, product_name: text, board_vendor: 'ASRock', board_name: 'B550M Pro4'};
      expect(machineName([record])).toBe('ASRock B550M Pro4');
    },
  );

  it('takes the system of several records', () => {
    const bios = {category: 'BIOS', vendor: 'Phoenix', product: 'A12'};
    expect(machineName([bios, {category: 'SYSTEM', vendor: 'Acer', product: 'Aspire 5'}])).toBe('Acer Aspire 5');
  });

  it('names nothing that says nothing', () => {
    expect(machineName([])).toBeUndefined();
    expect(machineName([{sys_vendor: 'Default string', product_name: 'Default string'}])).toBeUndefined();
    expect(machineName([{sys_vendor: 'Acme', product_name: ''}])).toBe('Acme');
  });
});
