import {describe, expect, it} from 'vitest';
import {dmi} from '../../../src/resources/probes/dmi.ts';
import {inside, onlyRecord, probeRecords} from './probe-records.ts';

const laptop = inside('/sys/class/dmi/id', {
  sys_vendor: 'LENOVO\n',
  product_name: '21AHCTO1WW\n',
  product_version: 'ThinkPad T14 Gen 3\n',
  product_family: 'ThinkPad T14 Gen 3\n',
  product_sku: 'LENOVO_MT_21AH_BU_Think_FM_ThinkPad T14 Gen 3\n',
  board_vendor: 'LENOVO\n',
  board_name: '21AHCTO1WW\n',
  bios_vendor: 'LENOVO\n',
  bios_version: 'N3MET13W (1.12 )\n',
  bios_date: '02/14/2023\n',
  chassis_type: '10\n',
  chassis_asset_tag: 'No Asset Information\n',
  product_serial: {error: 'EACCES'},
  product_uuid: {error: 'EACCES'},
});

const board = {
  '/sys/class/net/lo': '',
  '/proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0',
  '/proc/device-tree/compatible': 'raspberrypi,4-model-b\0brcm,bcm2711\0',
  '/proc/device-tree/serial-number': '10000000abcdef01\0',
};

describe('dmi', () => {
  it('reads the firmware table, without what only root may read', async () => {
    expect(await onlyRecord(dmi, laptop)).toEqual({
      source: 'dmi',
      sys_vendor: 'LENOVO',
      product_name: '21AHCTO1WW',
      product_version: 'ThinkPad T14 Gen 3',
      product_family: 'ThinkPad T14 Gen 3',
      product_sku: 'LENOVO_MT_21AH_BU_Think_FM_ThinkPad T14 Gen 3',
      board_vendor: 'LENOVO',
      board_name: '21AHCTO1WW',
      bios_vendor: 'LENOVO',
      bios_version: 'N3MET13W (1.12 )',
      bios_date: '02/14/2023',
      chassis_type: 'notebook',
    });
  });

  it('reads serial number and UUID for root', async () => {
    const files = inside('/sys/class/dmi/id', {product_serial: 'PF4XYZ\n', product_uuid: '4c4c4544-0042\n'});
    expect(await onlyRecord(dmi, {...laptop, ...files})).toMatchObject({
      product_serial: 'PF4XYZ',
      product_uuid: '4c4c4544-0042',
    });
  });

  it.each(['2', '99', 'x', ''])('does not make up a word for the chassis type %j', async (type) => {
    const record = await onlyRecord(dmi, {...laptop, '/sys/class/dmi/id/chassis_type': type});
    expect(record).not.toHaveProperty('chassis_type');
  });

  it('leaves out what is blank', async () => {
    const record = await onlyRecord(dmi, {...laptop, '/sys/class/dmi/id/product_version': '   \n'});
    expect(record).not.toHaveProperty('product_version');
  });

  it('reads the device tree where there is no table', async () => {
    expect(await onlyRecord(dmi, board)).toEqual({
      source: 'devicetree',
      product_name: 'Raspberry Pi 4 Model B Rev 1.4',
      product_serial: '10000000abcdef01',
      compatible: ['raspberrypi,4-model-b', 'brcm,bcm2711'],
    });
  });

  it('takes the table of an ARM server that has both', async () => {
    expect(await onlyRecord(dmi, {...board, ...laptop})).toMatchObject({source: 'dmi', sys_vendor: 'LENOVO'});
  });

  it('knows that a machine has neither, but not without /sys', async () => {
    expect(await probeRecords(dmi, {'/sys/class/net/lo': ''})).toEqual([]);
    await expect(probeRecords(dmi, {})).rejects.toThrow('/sys is not mounted or not readable');
  });
});
