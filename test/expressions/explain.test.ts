import {describe, expect, it} from 'vitest';
import {explainProgram, maxListed} from '../../src/expressions/explain.ts';
import {compile, known, manyRecords} from './run.ts';

const res = known({name: 'a', kind: '1'}, {name: 'b', kind: '2'});
const bindings = new Map([
  ['res', res],
  ['other', known({kind: '2'})],
]);

function explain(text: string): ReturnType<typeof explainProgram> {
  return explainProgram(compile(text), bindings);
}

describe('explainProgram', () => {
  it('shows that each part has a record of its own but no record has both', () => {
    expect(explain("res.name == 'a' and res.kind == '2'")).toEqual({
      kind: 'program',
      text: "res.name == 'a' and res.kind == '2'",
      value: false,
      reason: "none of the 2 records of res satisfies res.name == 'a' and res.kind == '2'",
      parts: [
        {
          kind: 'line',
          text: "res.name == 'a' and res.kind == '2'",
          value: false,
          reason: "none of the 2 records of res satisfies res.name == 'a' and res.kind == '2'",
          records: {resource: 'res', numbers: [], count: 0, total: 2},
          failed: {record: 0, text: "res.kind == '2'", reason: "res.kind is '1'"},
          parts: [
            {
              kind: 'part',
              text: "res.name == 'a'",
              value: true,
              records: {resource: 'res', numbers: [0], count: 1, total: 2},
              failed: {record: 1, text: "res.name == 'a'", reason: "res.name is 'b'"},
              parts: [],
            },
            {
              kind: 'part',
              text: "res.kind == '2'",
              value: true,
              records: {resource: 'res', numbers: [1], count: 1, total: 2},
              failed: {record: 0, text: "res.kind == '2'", reason: "res.kind is '1'"},
              parts: [],
            },
          ],
        },
      ],
    });
  });

  it('shows which records of several resources hold together', () => {
    expect(explain('res.kind == other.kind').parts).toMatchObject([{value: true, together: {res: 1, other: 0}}]);
  });

  it('goes into negations and quantifiers', () => {
    const {parts} = explain("not (res.name == 'a') and none(res, res.kind == '3')");
    expect(parts).toMatchObject([
      {
        value: true,
        parts: [
          {value: true, records: {numbers: [1]}, parts: [{text: "res.name == 'a'", records: {numbers: [0]}}]},
          {value: true, parts: [{text: "res.kind == '3'", value: false, records: {count: 0, total: 2}}]},
        ],
      },
    ]);
  });

  it('keeps the reason of a record that could not be read', () => {
    expect(explain('int(res.name) == 1').parts).toMatchObject([
      {value: false, failed: {record: 0, reason: "int() cannot read 'a'"}},
    ]);
  });

  it('carries what is not known', () => {
    expect(explain("res.nmae == 'a'\nres.name == 'a'")).toMatchObject({
      value: 'unknown',
      reason: 'no record of res has a key `nmae`; did you mean `name`?',
      parts: [{value: 'unknown', failed: {record: 0}}, {value: true}],
    });
    expect(explain("absent.k == '1'").parts).toMatchObject([{value: 'unknown', records: {total: 0}}]);
  });

  it('lists so many records and counts the rest', () => {
    const many = new Map([['m', manyRecords(100, (n) => ({k: `${n}`}))]]);
    const [line] = explainProgram(compile("m.k != '0'"), many).parts;
    expect(line?.records).toMatchObject({count: 99, total: 100});
    expect(line?.records?.numbers).toHaveLength(maxListed);
  });
});
