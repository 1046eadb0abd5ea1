import {globSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {hasErrors} from '../../../src/base/diagnostic.ts';
import {pxuComments, yamlComments} from '../../../src/catalog/convert/comments.ts';
import {type Conversion, convert, type Syntax} from '../../../src/catalog/convert/convert.ts';
import {compareUnits} from '../../../src/catalog/convert/same-units.ts';
import {parsePxu} from '../../../src/units/parse-pxu.ts';
import {fc} from '../../helpers/property.ts';
import {origin, pxu, yaml} from '../../units/helpers.ts';

const root = resolve(import.meta.dirname, '../../..');

function unitFiles(folder: string, patterns: readonly string[]): readonly string[] {
  return globSync(patterns, {cwd: folder})
    .filter((path) => /\.(pxu|yaml)$/.test(path) && !path.endsWith('provider.yaml'))
    .sort()
    .map((path) => join(folder, path));
}

const files = unitFiles(root, ['jobs/**/*.yaml', 'providers/**/units/**/*', 'test/golden/**/*.{pxu,yaml}']);
/** Folders with more providers, apart by colons. */
const more = (process.env['UNIT_FOLDERS'] ?? '').split(':').filter((folder) => folder !== '');
const others = more.flatMap((folder) => unitFiles(folder, ['**/units/**/*', '**/jobs/**/*']));

function convertText(text: string, to: Syntax): Conversion {
  return convert({path: `test.${to === 'yaml' ? 'pxu' : 'yaml'}`, text}, to);
}

const codes = ({diagnostics}: Conversion): readonly string[] => diagnostics.map(({code}) => code);

/** What is wrong on purpose, and fields that only a transform of its provider knows. */
const oneForm = /\/test\/golden\/|\/providers\/tutorial\/units\/ports\.yaml$/;

function remarksOf(path: string, text: string): readonly string[] {
  const all = path.endsWith('.pxu') ? pxuComments({path, text}) : yamlComments({path, text});
  return all.map((comment) => comment.text);
}

describe('every unit file that is found', () => {
  it.each([...files, ...others])('%s means the same in the other form, and back', (path) => {
    const text = readFileSync(path, 'utf8');
    const to = path.endsWith('.pxu') ? 'yaml' : 'pxu';
    const made = convert({path, text}, to);
    if (made.text === undefined) {
      if (to === 'yaml' || !codes(made).includes('syntax/no-pxu-form')) expect(path).toMatch(oneForm);
      return;
    }
    expect(remarksOf(`a.${to}`, made.text)).toEqual(expect.arrayContaining([...remarksOf(path, text)]));
    const back = convertText(made.text, to === 'yaml' ? 'pxu' : 'yaml');
    expect(back).toMatchObject({unitCount: made.unitCount, text: expect.any(String)});
  });

  it('has those of the stock suite', () => {
    expect(files.filter((path) => path.startsWith(join(root, 'jobs'))).length).toBeGreaterThan(10);
  });
});

describe('convert', () => {
  it('keeps every comment of a .pxu file, once and in its order', () => {
    const line = fc.oneof(
      fc.constantFrom('id: a', '_summary: b', 'plugin: shell', 'include:', 'depends: x', 'command:', ''),
      fc.constantFrom(' one', ' two # in a value', ' .', '', 'unit: test plan', 'requires: a.b == 1'),
      fc.integer({min: 0, max: 999}).map((number) => `# remark ${number}`),
    );
    fc.assert(
      fc.property(fc.array(line, {maxLength: 20}), (lines) => {
        const file = {path: 'a.pxu', text: `${lines.join('\n')}\n`};
        const {text} = convert(file, 'yaml');
        if (text === undefined) return;
        const ours = (comment: {readonly text: string}): boolean => comment.text.startsWith(' remark');
        const written = pxuComments(file)
          .filter(ours)
          .map((comment) => comment.text);
        expect(
          yamlComments({path: 'a.yaml', text})
            .filter(ours)
            .map((comment) => comment.text),
        ).toEqual(written);
      }),
      {numRuns: 1000},
    );
  });

  it('gives the same units for any .pxu file that is read without an error', () => {
    const name = fc.constantFrom(
      'id',
      'depends',
      'requires',
      'include',
      'flags',
      'command',
      'bench',
      'siblings',
      'unit',
    );
    const text = fc.oneof(
      fc.stringMatching(/^[ -~]{0,12}$/),
      fc.constantFrom(
        '"a b" c',
        '#x',
        'a#b',
        '{x}',
        '{{ y }}',
        '1h 2m',
        '007',
        '.',
        'template',
        'test plan',
        'a b=c',
        '[]',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.array(text, {maxLength: 3}))), (fields) => {
        const lines = fields.map(([field, rows]) => [`${field}:`, ...rows.map((row) => ` ${row}`)].join('\n'));
        const source = lines.join('\n');
        const made = convertText(source, 'yaml');
        if (hasErrors(pxu(source).diagnostics)) return;
        expect(codes(made).filter((code) => code === 'syntax/conversion-differs')).toEqual([]);
        expect(made.text).toBeDefined();
      }),
      {numRuns: 1000},
    );
  });

  it('never throws, whatever the file', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), fc.constantFrom<Syntax>('pxu', 'yaml'), (text, to) => {
        convertText(text, to);
      }),
    );
  });

  it('leaves a file as it is whose bytes are not UTF-8, as they would be lost', () => {
    const made = convertText('id: caf\ufffd\n', 'yaml');
    expect([made.text, codes(made)]).toEqual([undefined, ['syntax/invalid-utf8']]);
  });

  it('leaves a file with a mistake as it is and says where the mistake is', () => {
    const made = convertText('id: a\nplugin shell\n', 'yaml');
    expect(made.text).toBeUndefined();
    expect(codes(made)).toEqual(['syntax/missing-colon']);
  });

  it.each([
    ['id: a\nports: [left, right]\n', '.pxu has no form for ports.'],
    ['id: a\ntimeout: {by-arch: {default: 20}}\n', 'a map has no form in .pxu here.'],
    ['id: a\ndepends: ["a\\"b"]\n', 'a word of a list in .pxu has no double quotes in it.'],
    ['unit: test plan\nid: a\ninclude: ["#b"]\n', 'in .pxu this would be a comment.'],
    [
      'unit: setup job\nid: a\ncommand: b\nrequires_manifest: [{has_x: false}]\n',
      'in .pxu a manifest entry can only be required to be true.',
    ],
  ])('says what .pxu has no form for: %s', (text, message) => {
    expect(convertText(text, 'pxu').diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
  });

  it('writes out in .pxu what only YAML can say once', () => {
    const text = `# Licence
defaults:
  job: {plugin: shell, timeout: 60, user: root}
---
id: port-\${{ matrix.port }}
run: {using: script, name: look, arguments: ['\${{ matrix.port }}']}
user: null
matrix: {port: [1, 2]}
`;
    expect(convertText(text, 'pxu').text).toBe(`# Licence
id: port-1
plugin: shell
timeout: 60
command: look 1
user:

id: port-2
plugin: shell
timeout: 60
command: look 2
user:
`);
  });

  it('says which unit a form would change', () => {
    const [diagnostic] = convertText('id: a\nplugin: shell\ncommand: "  echo  "\n', 'pxu').diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'syntax/conversion-differs',
      message: 'a cannot be written in pxu: its command would change.',
      span: {start: 0},
    });
  });

  it('does not tell every unit that is lost with one', () => {
    const siblings = Array.from({length: 30}, (_, index) => `{id: b${index}}`).join(', ');
    const text = `id: a\nplugin: shell\ncommand: "  echo  "\nsiblings: [${siblings}]\n`;
    const messages = convertText(text, 'pxu').diagnostics.map(({message}) => message);
    expect(messages).toHaveLength(11);
    expect(messages.at(-1)).toBe('21 more units cannot be written in pxu.');
  });

  it('converts an empty file and one of comments alone', () => {
    expect(convertText('', 'yaml').text).toBe('');
    expect(convertText('# a\n#b\n\n#\n', 'yaml').text).toBe('# a\n#b\n\n#\n');
  });

  it('reads Windows line ends', () => {
    expect(convertText('# a\r\nid: b\r\ncommand:\r\n c\r\n d\r\n', 'yaml').text).toBe(
      '# a\nid: b\ncommand: |\n  c\n  d\n',
    );
  });
});

describe('compareUnits', () => {
  const first = 'id: a\nplugin: shell\ncommand: true\ndepends: b c\nrequires:\n x.y == 1 # why\n z.y == 1\n';

  it('sees no difference in how lists and expressions are written', () => {
    const other = yaml(
      "id: a\nplugin: shell\ncommand: 'true'\ndepends: [b, c]\nrequires: [x.y == 1, z.y == 1]\n",
    ).value;
    expect(compareUnits(pxu(first).value, other)).toEqual([]);
  });

  it.each([
    ['command: true', 'command: false', ['command']],
    ['b c', 'c b', ['depends']],
    ['z.y == 1', 'z.y != 1', ['requires']],
    ['plugin: shell', 'plugin: manual', []],
    ['id: a', 'id: d', ['id', 'summary']],
  ])('names what %s and %s make different', (from, to, properties) => {
    const records = parsePxu({path: 'b', text: first.replace(from, to)}, origin).value;
    expect(compareUnits(pxu(first).value, records)).toMatchObject([{index: 0, properties}]);
  });

  it('looks into templates', () => {
    const template = 'unit: template\ntemplate-resource: r\nid: a_{x}\nplugin: shell\ncommand: echo {x}\n';
    const differences = compareUnits(pxu(template).value, pxu(template.replace('echo {x}', 'echo {y}')).value);
    expect(differences).toMatchObject([{properties: ['command']}]);
  });
});
