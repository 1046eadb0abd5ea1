import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {describe, expect, it} from 'vitest';
import {PersistentMap} from '../../src/session/persistent-map.ts';
import {fc} from '../helpers/property.ts';

const command = fc.record({
  from: fc.nat(),
  key: fc.integer({min: 0, max: 5}),
  value: fc.option(fc.nat(), {nil: undefined}),
});

describe('a persistent map', () => {
  it('keeps every version, in whatever order they are made and read', () => {
    fc.assert(
      fc.property(fc.array(command, {maxLength: 60}), fc.array(fc.nat(), {maxLength: 20}), (commands, reads) => {
        const first = {map: new PersistentMap<number, number>(), model: new Map<number, number>()};
        const versions = [first];
        for (const {from, key, value} of commands) {
          const base = versions[from % versions.length] ?? first;
          const model = new Map(base.model);
          if (value === undefined) model.delete(key);
          else model.set(key, value);
          const map = value === undefined ? base.map.without(key) : base.map.with(key, value);
          versions.push({map, model});
        }
        for (const read of reads) {
          const {map, model} = versions[read % versions.length] ?? first;
          expect(new Map(map)).toEqual(model);
        }
        for (const {map, model} of versions) expect(map.size).toBe(model.size);
      }),
    );
  });

  it('does not keep what only older versions hold, however long the first one is kept', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('no garbage collector to call');
    const first = new PersistentMap<string, {readonly value: number}>();
    const old = new WeakRef({value: 1});
    const replaced = (): PersistentMap<string, {readonly value: number}> => first.with('a', old.deref() ?? {value: 0});
    const last = replaced().with('a', {value: 2});
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(old.deref()).toBeUndefined();
    expect([first.size, last.size]).toEqual([0, 1]);
  });

  it('can be walked while another version is read', () => {
    const older = new PersistentMap([['a', 1]]);
    const newer = older.with('b', 2);
    const seen: string[] = [];
    for (const [key] of newer) {
      seen.push(key);
      expect(older.get('b')).toBeUndefined();
    }
    expect(seen).toEqual(['a', 'b']);
  });
});
