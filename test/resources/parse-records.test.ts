import {describe, expect, it} from 'vitest';
import {parseRecords, resourceFromCommand} from '../../src/resources/parse-records.ts';
import {fc} from '../helpers/property.ts';

const ok = {type: 'exited', code: 0} as const;

function recordsOf(text: string | Uint8Array) {
  const {state} = parseRecords(text);
  return state.state === 'known' ? state.records.map((record) => ({...record})) : state;
}

describe('parseRecords', () => {
  it('separates records by blank lines, however many', () => {
    expect(recordsOf('\n\nname: a\nkind: 1\n\n \n\nname: b\n')).toEqual([{name: 'a', kind: '1'}, {name: 'b'}]);
  });

  it('takes everything after the first colon, without the space round it', () => {
    expect(recordsOf('url:  http://x/: y  \nempty:\n')).toEqual([{url: 'http://x/: y', empty: ''}]);
  });

  it('keeps the underscore that makes a unit field translatable', () => {
    expect(recordsOf('_summary: x')).toEqual([{_summary: 'x'}]);
  });

  it('joins the lines of a value, without their shared indentation', () => {
    expect(recordsOf('a: first\n  second\n    third\nb:\n one\n two\n')).toEqual([
      {a: 'first\nsecond\n  third', b: 'one\ntwo'},
    ]);
  });

  it('reads a line with only a dot as an empty line of the value', () => {
    expect(recordsOf('key:\n .\n more value\n')).toEqual([{key: '\nmore value'}]);
  });

  it('does not see comments, not even inside a value', () => {
    expect(recordsOf('# c\nkey: value\n multi-line\n# comment!\n and more\n')).toEqual([
      {key: 'value\nmulti-line\nand more'},
    ]);
  });

  it('reads DOS line ends and bytes that are not UTF-8', () => {
    expect(recordsOf('a: 1\r\n\r\nb: 2\r\n')).toEqual([{a: '1'}, {b: '2'}]);
    expect(recordsOf(Uint8Array.from([0x61, 0x3a, 0x20, 0xff, 0x0a]))).toEqual([{a: '\ufffd'}]);
  });

  it('gives keys that objects have already like any other', () => {
    const {state} = parseRecords('__proto__: x\nconstructor: y\n');
    expect(state.state === 'known' && Object.entries(state.records[0] ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('knows that there is nothing where nothing is printed', () => {
    expect(parseRecords('')).toEqual({state: {state: 'known', records: []}, problems: []});
  });

  it('P2: keeps the good records round a malformed one and names its line', () => {
    const {state, problems} = parseRecords('name: a\n\nname: b\nWARNING no colon\nkind: 2\n\nname: c\n');
    expect(problems).toEqual([{line: 4, message: '"WARNING no colon" is not a "key: value" line'}]);
    expect(state).toEqual({
      state: 'known',
      records: [{name: 'a'}, {name: 'c'}],
      partial: 'line 4: "WARNING no colon" is not a "key: value" line',
    });
  });

  it.each([
    ['x: 1\n\n stray\n', 3, '" stray" continues a value, but no key stands before it'],
    ['x: 1\n\na: 1\na: 2\n', 4, 'the key "a" is given twice in one record'],
    ['x: 1\n\n: 2\n', 3, '": 2" has no key before the colon'],
    ['x: 1\n\n\tno colon\n', 3, '"\\tno colon" is not a "key: value" line'],
  ])('reports %j', (text, line, message) => {
    expect(parseRecords(text).problems).toEqual([{line, message}]);
    expect(recordsOf(text)).toEqual([{x: '1'}]);
  });

  it('counts the problems it does not show and cuts long lines', () => {
    const {state} = parseRecords(`${'x'.repeat(500)}\nalso bad\n\nname: a`);
    expect(state).toMatchObject({partial: expect.stringMatching(/^line 1: "x{60}…" is not .*; 1 more such line$/)});
  });

  it('P1: is unknown where no line is a record', () => {
    expect(parseRecords('Segmentation fault\n').state).toEqual({
      state: 'unknown',
      reason: 'line 1: "Segmentation fault" is not a "key: value" line',
    });
  });

  it('reads back what is printed, whatever the values', () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,8}$/);
    const value = fc.stringMatching(/^(\S([^\r\n]*\S)?)?$/).filter((text) => text.trim() === text);
    const records = fc.array(fc.dictionary(key, value, {minKeys: 1, noNullPrototype: true}), {maxLength: 5});
    fc.assert(
      fc.property(records, (wanted) => {
        const text = wanted
          .map((record) =>
            Object.entries(record)
              .map(([name, text]) => `${name}: ${text}\n`)
              .join(''),
          )
          .join('\n');
        expect(recordsOf(text)).toEqual(wanted);
      }),
    );
  });

  it('finds a good record after whatever noise', () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom('a', ':', ' ', '\n', '#', '.', '\t')}), (noise) => {
        const {state} = parseRecords(`${noise}\n\nname: good\n`);
        expect(state.state === 'known' && state.records.at(-1)).toEqual({name: 'good'});
      }),
    );
  });

  it('reads a hundred thousand records', () => {
    expect(recordsOf('name: x\n more\n\n'.repeat(100_000))).toHaveLength(100_000);
  });
});

describe('resourceFromCommand', () => {
  it('P1: a failed command is unknown, with its code and its last words', () => {
    const end = {type: 'exited', code: 1} as const;
    expect(resourceFromCommand({stdout: '', stderr: 'one\nno such device\n\n', end})).toEqual({
      state: 'unknown',
      reason: 'its command exited with code 1: no such device',
    });
  });

  it('P3: is unknown although records were printed', () => {
    const end = {type: 'exited', code: 3} as const;
    expect(resourceFromCommand({stdout: 'name: a\n', stderr: '', end})).toEqual({
      state: 'unknown',
      reason: 'its command exited with code 3',
    });
  });

  it.each([
    [{type: 'signalled', signal: 'SIGKILL'} as const, 'its command was ended by SIGKILL'],
    [{type: 'timed-out', limit: 'timeout', afterMs: 500} as const, 'its command did not end within 500 ms'],
    [{type: 'timed-out', limit: 'silence-timeout', afterMs: 5} as const, 'its command printed nothing for 5 ms'],
    [{type: 'not-started', reason: 'ENOENT'} as const, 'its command could not be started: ENOENT'],
    [{type: 'interrupted'} as const, 'its command was interrupted'],
    [{type: 'rebooted'} as const, 'the machine rebooted while its command ran'],
  ])('%j is unknown', (end, reason) => {
    expect(resourceFromCommand({stdout: 'a: 1', stderr: '', end})).toEqual({state: 'unknown', reason});
  });

  it('R4: gives the values their declared types, the others stay text', () => {
    const keys = new Map([['kind', 'integer'] as const, ['on', 'boolean'] as const, ['tags', 'list'] as const]);
    const stdout = 'kind: 1\non: yes\ntags: a, b\nother: 1\n';
    expect(resourceFromCommand({stdout, stderr: '', end: ok, keys})).toEqual({
      state: 'known',
      records: [{kind: 1, on: true, tags: ['a', 'b'], other: '1'}],
    });
  });

  it('leaves out a value that does not fit and says so', () => {
    const keys = new Map([['kind', 'integer'] as const]);
    expect(resourceFromCommand({stdout: 'kind: 1\n\nkind: big\nname: b\n', stderr: '', end: ok, keys})).toEqual({
      state: 'known',
      records: [{kind: 1}, {name: 'b'}],
      partial: 'record 2: kind is declared an integer, but its value is "big"',
    });
  });
});
