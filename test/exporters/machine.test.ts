import {describe, expect, it} from 'vitest';
import {describeMachine} from '../../src/exporters/machine.ts';
import {id, known} from '../helpers/submission.ts';

const gib = 1024 ** 3;

describe('describeMachine', () => {
  it('says what the recorded resources say', () => {
    const machine = describeMachine(
      new Map([
        [id('os'), known({pretty_name: 'Debian 12', kernel: '6.12', architecture: 'x86_64', secure_boot: true})],
        [id('dmi'), known({sys_vendor: 'Dell Inc.', product_name: 'Latitude', bios_version: '1.2'})],
        [id('cpu'), known({model: 'i7', count: 8})],
        [id('memory'), known({total_bytes: 15.5 * gib, firmware_bytes: 16 * gib})],
        [
          id('block'),
          known(
            {name: 'sda', type: 'disk', size_bytes: 5e11, model: 'ST500', virtual: false},
            {name: 'loop0', type: 'loop', size_bytes: 0, virtual: true},
          ),
        ],
        [id('net'), known({interface: 'lo'}, {interface: 'eth0', driver: 'e1000e', operstate: 'up', speed_mbps: 1000})],
      ]),
    );
    expect(machine.name).toBe('Dell Inc. Latitude');
    expect(Object.fromEntries(machine.facts.map(({label, values}) => [label, values.join('; ')]))).toEqual({
      System: 'Debian 12',
      Kernel: '6.12 x86_64',
      Boot: 'secure boot on',
      Processor: '8 × i7',
      Memory: '16 GiB installed, 15.5 GiB usable',
      Disk: 'sda, ST500, 500 GB',
      Network: 'eth0, e1000e, up, 1000 Mbit/s',
      Firmware: '1.2',
    });
  });

  it('counts equal processors of one record each', () => {
    const {facts} = describeMachine(new Map([[id('cpu'), known({model: 'A'}, {model: 'A'}, {model: 'B'})]]));
    expect(facts).toEqual([{label: 'Processor', values: ['2 × A', 'B']}]);
  });

  it('says what is installed only where the firmware has a table that does', () => {
    const memory = (record: Readonly<Record<string, number>>) =>
      describeMachine(new Map([[id('memory'), known(record)]])).facts;
    expect(memory({total_bytes: 15.5 * gib, firmware_bytes: 0})).toEqual([{label: 'Memory', values: ['15.5 GiB']}]);
    expect(memory({firmware_bytes: 0})).toEqual([]);
  });

  it('passes over what a maker left as it came', () => {
    const record = {bios_vendor: 'AMI', bios_version: '1.2', product_serial: 'Default string', chassis_type: 'tower'};
    expect(describeMachine(new Map([[id('dmi'), known(record)]])).facts).toEqual([
      {label: 'Chassis', values: ['tower']},
      {label: 'Firmware', values: ['AMI 1.2']},
    ]);
  });

  it('shortens long lists', () => {
    const disks = Array.from({length: 60}, (_, index) => ({name: `sd${index}`, type: 'disk'}));
    const {facts} = describeMachine(new Map([[id('block'), known(...disks)]]));
    expect(facts[0]?.values.at(-1)).toBe('and 53 more');
  });

  it('names what could not be read, and nothing else is made up', () => {
    const machine = describeMachine(new Map([[id('cpu'), {state: 'unknown', reason: 'no /proc'}]]));
    expect(machine).toEqual({facts: [{label: 'Could not be read', values: ['cpu']}]});
    expect(describeMachine(new Map())).toEqual({facts: []});
  });
});
