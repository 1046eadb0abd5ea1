import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {bindingsOf, evaluate, type PlainResource, refusals} from './run.ts';

const manual = readFileSync(join(import.meta.dirname, '../../docs/expressions.md'), 'utf8');
const codes = [...manual.matchAll(/(`+)(.+?)\1/g)].map(([, , code = '']) => code.trim());

const pair: PlainResource = {
  records: [
    {name: 'a', kind: '1'},
    {name: 'b', kind: '2'},
  ],
};

describe('docs/expressions.md', () => {
  it('holds what its table of lines says', () => {
    const rows = [...manual.matchAll(/^\| (.*?`res\..*?) \| (true|false): .*\|$/gm)];
    expect(rows.length).toBe(3);
    for (const [, written = '', value] of rows) {
      const program = [...written.matchAll(/`(.*?)`/g)].map(([, line]) => line).join('\n');
      expect([program, evaluate(program, bindingsOf({res: pair})).value]).toEqual([program, value === 'true']);
    }
  });

  it('writes nothing that cannot be read', () => {
    const whole = codes.filter(
      (code) => / (?:[=!<>]=?|in) |^\w+\(\w+(?:\.\w+)?[,)]/.test(code) && !/…|^assay /.test(code),
    );
    expect(whole.length).toBeGreaterThan(30);
    const refused = whole.filter((code) => refusals(code).length > 0);
    // A bare name stands for any value where functions are listed.
    expect(refused.filter((code) => !/\bx[,)]|^(?:any|count)\(res, condition\)|\(res, condition\)/.test(code))).toEqual(
      [],
    );
    for (const code of refused) expect(refusals(code.replaceAll(/\bx\b|condition/g, 'res.x'))).toEqual([]);
  });

  const disk: PlainResource = {records: [{name: 'a'}, {name: 'b'}], partial: 'line 3'};
  const x: PlainResource = {records: [{name: 'p', k: 'a', key: 'False'}, {name: 'q'}]};
  it.each<[string, boolean | 'unknown', string?]>([
    ["'22.04' < '9'", true],
    ["bool('False')", true],
    ['True == 1', true, '`True` equals `1`'],
    ["matches('nvme0n1', 'nvme*n[0-9]')", true, "matches(x, 'nvme*n[0-9]')"],
    ["x.k in ('a')", true],
    ["x.name != 'p'", true],
    ["none(x, x.name == 'p')", false],
    ["x.name == 'p' and x.name == 'q'", false],
    ["x.name in ('a' 'b')", false],
    ["x.key == 'True'", false],
    ['count(disk) >= 2', true],
    ['count(disk) == 2', 'unknown'],
    ["none.a == '1'", false, 'the resource ran and has no records | false'],
    ['all(none, none.a == 1)', true, '`none` and `all` are true'],
    ["x.nmae == 'p'", 'unknown', 'a key is in **no** record of the resource, declared or not | unknown'],
    ["empty.label == 'x'", false, "then `disk.label == 'x'` is false"],
    ['x.key < 3', 'unknown', 'text is ordered against a number | unknown'],
    ['int(x.name) == 3 or not int(x.name) == 3', false, 'matches neither a condition nor its `not`'],
    ["gone.x == '1' or x.name == 'p'", true, '`true or unknown` is true'],
    ["gone.x == '1' and x.name == 'z'", false, '`false and unknown` is false'],
    ["not gone.x == '1'", 'unknown', '`not unknown` is unknown'],
  ])('%s', (expression, value, said = expression) => {
    expect(manual).toContain(said);
    const resources = {x, disk, none: {records: []}, empty: {records: [{label: ''}]}, gone: {unknown: 'failed'}};
    expect(evaluate(expression, bindingsOf(resources)).value).toBe(value);
  });

  it('has the limits that it names', () => {
    expect(manual).toContain('at most 32,768 characters long, nests 90 levels and binds 24 records');
    const nested = (depth: number): string => `${'('.repeat(depth)}a.b${')'.repeat(depth)}`;
    expect(refusals(nested(89))).toEqual([]);
    expect(refusals(nested(90)).map(({code}) => code)).toEqual(['expression/too-deep']);
    const joined = (count: number): string => Array.from({length: count}, (_, index) => `r${index}.k`).join(' or ');
    expect(refusals(joined(24))).toEqual([]);
    expect(refusals(joined(25)).map(({code}) => code)).toEqual(['expression/too-long']);
  });
});
