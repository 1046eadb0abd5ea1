import {describe, expect, it} from 'vitest';
import type {ResourceRecord} from '../../src/expressions/environment.ts';
import {absentKeys, describeEmptyFilter, filterRecords} from '../../src/expressions/filter.ts';
import {compile, known, manyRecords, type PlainRecord, reasonOf, textAt} from './run.ts';

function recordsOf(...plain: readonly PlainRecord[]): readonly ResourceRecord[] {
  const state = known(...plain);
  return state.state === 'known' ? state.records : [];
}

const devices = recordsOf(
  {name: 'wlan0', category: 'WIRELESS', mac: '00:11'},
  {name: 'eth0', category: 'NETWORK', mac: 'UNKNOWN'},
  {name: 'lo', category: 'NETWORK'},
);

describe('filterRecords', () => {
  it('says for each record alone whether it matches and which part said no', () => {
    const filtered = filterRecords(compile("dev.category == 'NETWORK' and dev.mac != 'UNKNOWN'"), 'dev', {
      records: devices,
    });
    expect(filtered.map(({record, evaluation}) => [record, evaluation.value, reasonOf(evaluation)])).toEqual([
      [0, false, "dev.category is 'WIRELESS'"],
      [1, false, "dev.mac is 'UNKNOWN'"],
      [2, false, 'dev.mac: this record has no key `mac`'],
    ]);
  });

  it('names the line that said no', () => {
    const compiled = compile("dev.category == 'NETWORK'\ndev.mac == '00:11'");
    const [first, second] = filterRecords(compiled, 'dev', {records: devices});
    expect(first?.evaluation).toMatchObject({value: false, text: "dev.category == 'NETWORK'"});
    expect(second?.evaluation).toMatchObject({value: false, text: "dev.mac == '00:11'"});
  });

  it('lists the reasons of alternatives', () => {
    const [record] = filterRecords(compile("dev.name == 'a' or dev.category == 'B'"), 'dev', {records: devices});
    expect(record && reasonOf(record.evaluation)).toBe("dev.name is 'wlan0'; dev.category is 'WIRELESS'");
  });

  it('T3: is unknown where no record has the key, and says so for the whole filter', () => {
    const compiled = compile("dev.catgory == 'NETWORK'");
    const filtered = filterRecords(compiled, 'dev', {records: devices});
    expect(filtered.map(({evaluation}) => evaluation.value)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(describeEmptyFilter(compiled, 'dev', devices)).toBe(
      '0 of 3 records matched; `catgory` is a key of no record, `category` is',
    );
    const [absent, ...others] = absentKeys(compiled, 'dev', devices);
    expect(others).toEqual([]);
    expect(absent).toMatchObject({key: 'catgory', nearest: 'category'});
    expect(absent && textAt(absent.span)).toBe('catgory');
  });

  it('says so where there is nothing to filter, and nothing of keys where they are all there', () => {
    const compiled = compile("dev.name == 'x' or any(dev, dev.zzzz == '1')");
    expect(describeEmptyFilter(compiled, 'dev', [])).toBe('dev has no records');
    expect(describeEmptyFilter(compile("dev.name == 'x'"), 'dev', devices)).toBe('0 of 3 records matched');
    expect(describeEmptyFilter(compiled, 'dev', devices)).toBe('0 of 3 records matched; `zzzz` is a key of no record');
  });

  it('takes the other names from the bindings, whether they join or stand apart', () => {
    const bindings = new Map([
      ['wifi', known({interface: 'wlan0'})],
      ['lsb', known({release: '24.04'})],
    ]);
    const joined = compile("dev.name == wifi.interface\nlsb.release == '24.04'");
    const values = filterRecords(joined, 'dev', {records: devices, bindings}).map(({evaluation}) => evaluation.value);
    expect(values).toEqual([true, false, false]);
    const other = compile("dev.name == 'wlan0'\nlsb.release == '22.04'");
    expect(filterRecords(other, 'dev', {records: devices, bindings})[0]?.evaluation).toMatchObject({
      value: false,
      text: "lsb.release == '22.04'",
    });
    const unbound = filterRecords(joined, 'dev', {records: devices});
    expect(unbound[0]?.evaluation).toMatchObject({value: 'unknown'});
  });

  it('lets a quantifier see every record', () => {
    const compiled = compile("dev.category == 'NETWORK' and any(dev, dev.name == 'wlan0') and count(dev) == 3");
    const values = filterRecords(compiled, 'dev', {records: devices}).map(({evaluation}) => evaluation.value);
    expect(values).toEqual([false, true, true]);
  });

  it('joins through an index that is made once', () => {
    const size = 20_000;
    const own = manyRecords(size, (n) => ({id: `${n}`}));
    const bindings = new Map([['other', manyRecords(size, (n) => ({id: `0${n * 2}`}))]]);
    const records = own.state === 'known' ? own.records : [];
    const filtered = filterRecords(compile('int(d.id) == int(other.id)'), 'd', {records, bindings});
    expect(filtered.filter(({evaluation}) => evaluation.value === true)).toHaveLength(size / 2);
  });

  it('is linear: one evaluation a record, however many there are', () => {
    const state = manyRecords(20_000, (n) => ({name: `d${n}`, kind: `${n % 3}`}));
    const records = state.state === 'known' ? state.records : [];
    const filtered = filterRecords(compile("d.kind == '1' and d.name != 'd1'"), 'd', {records});
    expect(filtered.filter(({evaluation}) => evaluation.value === true)).toHaveLength(6666);
  });
});
