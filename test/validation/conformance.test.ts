import {describe, expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {codesOf, findingsIn, findingsOf} from './findings.ts';

const resources = `id: res
plugin: resource
summary: Resource
command: true
keys:
 name: string
 kind: string
 label: string

id: untyped
plugin: resource
summary: Resource
command: true

`;

/** The findings of one line of \`requires\`, with what the caret points at. */
async function ofLine(
  line: string,
): Promise<readonly {code: string; severity: string; at: string; suggestion?: string}[]> {
  const found = await findingsOf(
    `${resources}id: job\nsummary: Job\nflags: simple\nrequires: ${line}\ncommand: true\n`,
  );
  return found
    .filter(({code}) => code.startsWith('expression/'))
    .map(({code, severity, span, suggestion}) => ({
      code,
      severity,
      at: span.file.text.slice(span.start, span.end),
      ...(suggestion === undefined ? {} : {suggestion}),
    }));
}

describe('expressions', () => {
  it('R1: says where the peer lets two records satisfy one line', async () => {
    const line = "res.name == 'a' and res.kind == '2'";
    expect(await ofLine(line)).toEqual([{code: 'expression/peer-differs', severity: 'advice', at: line}]);
    expect(await ofLine(`(${line})`)).toEqual([]);
  });

  it('R2: says that the peer cuts a quoted text in two', async () => {
    const line = "res.label == 'rock and roll'";
    expect(await ofLine(line)).toEqual([{code: 'expression/peer-differs', severity: 'warning', at: line}]);
  });

  it('R3: points at a key that is not there, with the nearest', async () => {
    expect(await ofLine("res.nmae == 'a'")).toEqual([
      {code: 'expression/unknown-key', severity: 'error', at: 'nmae', suggestion: 'name'},
    ]);
  });

  it('R4: tells how to compare text with a number', async () => {
    expect(await ofLine('untyped.kind == 1')).toEqual([
      {
        code: 'expression/type-clash',
        severity: 'warning',
        at: 'untyped.kind == 1',
        suggestion: 'int(untyped.kind) == 1',
      },
    ]);
    expect(await ofLine('res.kind == 1')).toMatchObject([{code: 'expression/type-clash', severity: 'error'}]);
  });

  it('R7: points at the part that can never be true', async () => {
    expect(await ofLine("(res.name == 'p' or (res.name == 'q' and res.name == 'r'))")).toMatchObject([
      {code: 'expression/never-true', severity: 'warning', at: "res.name == 'q' and res.name == 'r'"},
    ]);
  });

  it('R8: says what a difference over several records means', async () => {
    expect(await ofLine("res.name != 'p'")).toEqual([
      {
        code: 'expression/any-differs',
        severity: 'advice',
        at: "res.name != 'p'",
        suggestion: "none(res, res.name == 'p')",
      },
    ]);
  });
});

describe('templates', () => {
  const template = (fields: string): string =>
    `${resources}unit: template\ntemplate-resource: res\nid: t-{name}\nsummary: T\nflags: simple\n${fields}\n`;

  it('T2: finds a placeholder for a key that is not declared, with the nearest', async () => {
    const found = await findingsOf(template('command: echo {nosuchkey} {knd}'));
    expect(found.filter(({severity}) => severity === 'error')).toMatchObject([
      {code: 'template/undeclared-key', message: expect.stringContaining('"nosuchkey"')},
      {code: 'template/undeclared-key', suggestion: 'kind'},
    ]);
  });

  it('T3: finds a key of the filter that is not there', async () => {
    expect(await codesOf(template("template-filter: res.knid == 'x'\ncommand: true"))).toEqual([
      '20:22 expression/unknown-key',
    ]);
  });

  it('T4: warns of an id whose own letters a shell would read', async () => {
    const found = await findingsOf('id: a;b\nsummary: A\nflags: simple\ncommand: true\n');
    expect(found).toMatchObject([{code: 'unit/odd-id', suggestion: 'a_b'}]);
  });
});

describe('units', () => {
  it('V1: an unknown field is an error with the nearest field', async () => {
    const [found, ...more] = await findingsOf('id: a\nsummary: A\nplugin: shell\ncomand: true\ncommand: true\n');
    expect(more).toEqual([]);
    expect(found && renderDiagnostic(found)).toBe(
      [
        '/p/units/u.pxu:4:1: error[unit/unknown-field]: "comand" is no field of a job.',
        '  4 | comand: true',
        '    | ^^^^^^',
        '  = did you mean command?',
      ].join('\n'),
    );
  });

  it('V2: a unit without an id and a kind that does not exist have their places', async () => {
    const text = 'summary: A\nflags: simple\ncommand: true\n\nunit: jbo\nid: b\nflags: simple\ncommand: true\n';
    expect(await codesOf(text)).toEqual(['1:1 unit/missing-field', '5:7 unit/unknown-kind']);
  });

  it('says nothing of a unit that is named and has errors of its own', async () => {
    const text = `id: broken\nplugin: shel\ncommand: true\n\nid: needs\nsummary: N\nflags: simple\ndepends: broken\ncommand: true\n
unit: template\ntemplate-resource: gone\nid: made-{name}\nsummary: M\nplugin: shel\ncommand: true\n
unit: test plan\nid: p\nname: P\ninclude:\n broken\n needs\n made-name\n`;
    expect(await codesOf(text)).toEqual([
      '2:9 unit/bad-value',
      '12:20 catalog/unknown-reference',
      '15:9 unit/bad-value',
    ]);
  });
});

describe('plans', () => {
  it('D1: shows a cycle with its whole path', async () => {
    const job = (id: string, after: string) => `id: ${id}\nsummary: S\nflags: simple\nafter: ${after}\ncommand: true\n`;
    const [cycle, ...more] = await findingsOf([job('a', 'b'), job('b', 'c'), job('c', 'a')].join('\n'));
    expect(more).toEqual([]);
    expect(cycle?.message).toContain('com.example::a → com.example::b → com.example::c → com.example::a');
    expect(cycle?.related?.map(({span}) => span.file.text.slice(span.start, span.end))).toEqual(['b', 'c', 'a']);
  });

  it('D2: an include of what does not exist is an error with the nearest id', async () => {
    const text =
      'id: disk/read\nsummary: R\nflags: simple\ncommand: true\n\nunit: test plan\nid: p\nname: P\ninclude: disk/raed\n';
    const found = await findingsOf(text);
    expect(found).toContainEqual(
      expect.objectContaining({code: 'catalog/unknown-reference', severity: 'error', suggestion: 'disk/read'}),
    );
  });
});

describe('providers', () => {
  const other = {'/q/provider.yaml': 'name: com.other:q\nversion: 1.0.0\n'};
  const units = 'id: a\nsummary: A\nflags: simple\ndepends: com.other::b com.other::c\ncommand: true\n';

  it('says once that a namespace is not loaded', async () => {
    const found = await findingsOf(units);
    expect(found).toMatchObject([{code: 'catalog/namespace-not-loaded', severity: 'advice'}]);
    expect(found[0]?.message).toContain('com.other is loaded');
  });

  it('checks the ids of a namespace that is loaded', async () => {
    const found = await findingsIn({
      ...other,
      '/p/units/u.pxu': units,
      '/q/units/v.pxu': 'id: b\nsummary: B\nflags: simple\ncommand: true\n',
    });
    expect(found).toMatchObject([
      {code: 'catalog/unknown-reference', message: expect.stringContaining('com.other::c')},
    ]);
  });

  it('suggests the import of a resource that another namespace has', async () => {
    const found = await findingsIn({
      ...other,
      '/p/units/u.pxu': "id: a\nsummary: A\nflags: simple\nrequires: disk.name == 'a'\ncommand: true\n",
      '/q/units/v.pxu': 'id: disk\nsummary: D\nplugin: resource\ncommand: true\n',
    });
    expect(found).toMatchObject([
      {code: 'expression/unknown-resource', suggestion: 'imports: from com.other import disk'},
    ]);
  });

  it('hints at a provider that stands elsewhere where several resources are unknown', async () => {
    const units = (...names: readonly string[]): string =>
      names
        .map((name, at) => `id: job${at}\nsummary: A\nflags: simple\nrequires: ${name}.x == '1'\ncommand: true\n`)
        .join('\n');
    const hints = async (text: string): Promise<readonly string[]> =>
      (await findingsOf(text)).filter(({code}) => code === 'catalog/namespace-incomplete').map(({message}) => message);
    expect(await hints(units('package', 'package'))).toEqual([]);
    expect(await hints(units('package', 'cpuinfo', 'package'))).toEqual([
      '2 resources are unknown, such as package, cpuinfo: if other providers of com.example have them, load those too with --provider DIR.',
    ]);
  });

  describe('of which another stands beside', () => {
    const beside = {
      '/beside/provider.yaml': 'name: com.example:beside\nversion: 1.0.0\n',
      '/beside/bin/their_script.sh': '',
    };
    const unit = (fields: string): string => `id: disk/read\nsummary: A\nflags: simple\n${fields}\n`;
    const plan = 'unit: test plan\nid: p\nname: P\ninclude:\n theirs\n their/.*\n disk/raed\n';

    it('says once that the namespace is incomplete, and tells slips all the same', async () => {
      const requires = "requires:\n their_resource.x == '1'\n manifest.has_it == 'True'\n";
      const imports = 'imports: from com.canonical.plainbox import manifest\n';
      const text = `${unit(`depends: gone\n${imports}${requires}command: their_script.sh`)}\n${plan}`;
      const found = await findingsIn({...beside, '/p/units/u.pxu': text});
      expect(found.map(({code, message}) => `${code} ${message}`)).toEqual([
        expect.stringMatching(/^catalog\/namespace-incomplete .* not checked in 4 places: add --provider \/beside\.$/),
        expect.stringMatching(/^catalog\/unknown-reference .*disk\/raed/),
      ]);
    });

    it('names the folder of a namespace that is not loaded', async () => {
      const other = {'/beside/provider.yaml': 'name: com.other:beside\nversion: 1.0.0\n'};
      const found = await findingsIn({...other, '/p/units/u.pxu': unit('depends: com.other::x\ncommand: true')});
      expect(found.map(({message}) => message)).toEqual([expect.stringContaining('add --provider /beside.')]);
    });
  });
});

it('finds what is looked for in a data folder that a provider does not have', async () => {
  const units = 'id: a\nsummary: A\nflags: simple\ncommand: cat "$PLAINBOX_PROVIDER_DATA/x.csv"\n';
  const exporter =
    'unit: exporter\nid: b\nsummary: B\nentry_point: jinja2\nfile_extension: x\ndata: {"template": "y"}\n';
  const found = await findingsIn({
    '/p/units/u.pxu': 'id: a\nsummary: A\nflags: simple\ncommand: true\n',
    '/q/provider.yaml': 'name: com.other:q\nversion: 1.0.0\n',
    '/q/units/u.pxu': `${units}\n${exporter}`,
  });
  expect(found.map(({code, message}) => `${code} ${message}`)).toEqual([
    'unit/missing-data There is no x.csv in the data folder of com.other:q.',
    'unit/missing-data The template y is not in the data folder of com.other:q.',
  ]);
});
