import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {type Ended, home, Rig} from '../helpers/rig.ts';
import {schemaErrors} from '../helpers/schema.ts';

const units = `id: res
plugin: resource
command:
 echo "name: a"
 echo "kind: 1"
 echo "label: rock and roll"
 echo
 echo "name: b"
 echo "kind: 2"

id: typed
plugin: resource
keys: size: integer
command: echo "size: 2000"

id: empty
plugin: resource
command: true

id: broken
plugin: resource
command: exit 3

id: odd-id
plugin: resource
command: echo "x: 1"

id: untouched
plugin: resource
command: touch "$HOME/ran"
`;

function rigWithUnits(): Rig {
  return new Rig({units: {'a.pxu': units}});
}

interface Answer {
  readonly value: unknown;
  readonly reason?: string;
  readonly records: Readonly<Record<string, {readonly matching: readonly {readonly record: number}[]}>>;
  readonly diagnostics: readonly {readonly code: string; readonly suggestion?: string}[];
}

async function answer(rig: Rig, ...words: readonly string[]): Promise<Answer & Pick<Ended, 'code'>> {
  const {code, stdout} = await rig.run(['eval', ...words, '--json']);
  const document: unknown = JSON.parse(stdout);
  expect(schemaErrors('eval', document)).toEqual([]);
  return {...(document as Answer), code};
}

describe('eval', () => {
  it('R1: binds one record to a name, with and without parentheses, and says where Checkbox differs', async () => {
    await using rig = rigWithUnits();
    const bare = await answer(rig, "res.name == 'a' and res.kind == '2'");
    expect(bare).toMatchObject({value: false, code: 0, diagnostics: [{code: 'expression/peer-differs'}]});
    expect(await answer(rig, "(res.name == 'a' and res.kind == '2')")).toMatchObject({value: false, diagnostics: []});
    expect(await answer(rig, "(res.name == 'b' and res.kind == '2')")).toMatchObject({
      value: true,
      records: {res: {resource: 'rig::res', matching: [{record: 1, values: {name: 'b', kind: '2'}}]}},
    });
  });

  it('R2: takes an operator inside quotes for text', async () => {
    await using rig = rigWithUnits();
    expect(await answer(rig, "res.label == 'rock and roll'")).toMatchObject({value: true, code: 0});
  });

  it('R3: a key that no record has is unknown, exit code 4, with the nearest', async () => {
    await using rig = rigWithUnits();
    const {code, stdout, stderr} = await rig.run(['eval', "res.nmae == 'a'"]);
    expect(code).toBe(4);
    expect(stdout).toContain('unknown: no record of res has a key `nmae`; did you mean `name`?');
    expect(stderr).toContain("  1 | res.nmae == 'a'\n    |     ^^^^\n  = did you mean name?");
  });

  it('R4: compares as declared, or says that text is compared with a number', async () => {
    await using rig = rigWithUnits();
    expect(await answer(rig, 'typed.size == 2000')).toMatchObject({value: true, diagnostics: []});
    expect(await answer(rig, 'res.kind == 1')).toMatchObject({
      value: false,
      diagnostics: [{code: 'expression/type-clash', suggestion: 'int(res.kind) == 1'}],
    });
  });

  it('R6: decides an `or` by the resource that has records', async () => {
    await using rig = rigWithUnits();
    for (const text of ["res.name == 'a' or empty.y == '2'", "(res.name == 'a' or empty.y == '2')"]) {
      expect(await answer(rig, text)).toMatchObject({value: true, code: 0});
    }
  });

  it('R7: says which part can never be true', async () => {
    await using rig = rigWithUnits();
    const {diagnostics} = await answer(rig, "res.name == 'a' or (res.name == 'q' and res.name == 'r')");
    expect(diagnostics.map(({code}) => code)).toContain('expression/never-true');
  });

  it('R8: advises what != over several records means', async () => {
    await using rig = rigWithUnits();
    const {value, diagnostics} = await answer(rig, "res.name != 'a'");
    expect(value).toBe(true);
    expect(diagnostics.map(({code}) => code)).toEqual(['expression/any-differs']);
  });

  it('shows each part with the records that satisfy it and the first that fails', async () => {
    await using rig = rigWithUnits();
    const {stdout} = await rig.run(['eval', "res.name == 'a' and res.kind == '2'"]);
    expect(stdout).toBe(`false: none of the 2 records of res satisfies res.name == 'a' and res.kind == '2'

false    res.name == 'a' and res.kind == '2'
           - satisfied by none of the 2 records of res
           - record 0 fails: res.kind is '1'
true       res.name == 'a'
             - satisfied by record 0 of res (1 of 2)
             - record 1 fails: res.name is 'b'
true       res.kind == '2'
             - satisfied by record 1 of res (1 of 2)
             - record 0 fails: res.kind is '1'
`);
  });

  it('reads the resources that are named and no others', async () => {
    await using rig = rigWithUnits();
    expect(await answer(rig, "res.name == 'a'")).toMatchObject({value: true});
    expect(rig.exists('ran')).toBe(false);
    expect(await answer(rig, 'any(untouched)')).toMatchObject({value: false});
    expect(rig.exists('ran')).toBe(true);
  });

  it('is unknown where a resource could not be read, and false where it has no records', async () => {
    await using rig = rigWithUnits();
    expect(await answer(rig, "broken.x == '1'")).toMatchObject({value: 'unknown', code: 4});
    expect(await answer(rig, "empty.x == '1'")).toMatchObject({value: false, code: 0, reason: 'empty has no records'});
  });

  it('names a resource whose id is no identifier through an import', async () => {
    await using rig = rigWithUnits();
    const words = ["odd.x == '1'", '--imports', 'from rig import odd-id as odd'];
    expect(await answer(rig, ...words)).toMatchObject({value: true, records: {odd: {resource: 'rig::odd-id'}}});
  });
});

describe('eval of a recording', () => {
  const recording = JSON.stringify({
    resources: {
      'rig::res': {state: 'known', records: [{name: 'z'}]},
      'other::res': {state: 'known', records: [{name: 'y'}]},
      'far::away': {state: 'known', records: [{name: 'x'}]},
      bare: {state: 'known', records: [{name: 'w'}]},
    },
  });

  it('has resources that no provider has a job for', async () => {
    await using rig = rigWithUnits();
    rig.write('r.json', recording);
    for (const text of ["away.name == 'x'", "bare.name == 'w'"]) {
      expect(await answer(rig, text, '--recording', 'r.json')).toMatchObject({value: true});
    }
  });

  it('asks which is meant where two resources bear a name', async () => {
    await using rig = rigWithUnits();
    rig.write('r.json', recording);
    const {code, stderr} = await rig.run(['eval', "res.name == 'y'", '--recording', 'r.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('more than one resource is called res: rig::res, other::res; say which with --namespace');
    const said = await answer(rig, "res.name == 'y'", '--recording', 'r.json', '--namespace', 'other');
    expect(said).toMatchObject({value: true, records: {res: {resource: 'other::res'}}});
  });

  it('does not know what was not recorded', async () => {
    await using rig = rigWithUnits();
    rig.write('r.json', recording);
    const said = await answer(rig, 'typed.size == 1', '--recording', 'r.json');
    expect(said).toMatchObject({value: 'unknown', reason: 'typed is unknown: the recording does not have it'});
  });
});

describe('eval of what cannot be evaluated', () => {
  it('points into an expression that cannot be read', async () => {
    await using rig = rigWithUnits();
    const {code, stdout, stderr} = await rig.run(['eval', "res.name = 'a'"]);
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain("  1 | res.name = 'a'\n    |          ^");
  });

  it('names the nearest resource', async () => {
    await using rig = rigWithUnits();
    const {code, stderr} = await rig.run(['eval', "typd.name == 'a'"]);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no resource `typd`');
    expect(stderr).toContain('did you mean typed?');
  });

  it('refuses an expression of nothing', async () => {
    await using rig = rigWithUnits();
    for (const text of ['', '   ', '# nothing']) {
      const {code, stderr} = await rig.run(['eval', text]);
      expect(code).toBe(2);
      expect(stderr).toContain('the expression is empty');
    }
  });

  it('bounds a huge one', async () => {
    await using rig = rigWithUnits();
    const deep = await rig.run(['eval', `${'('.repeat(10_000)}res.name == 'a'${')'.repeat(10_000)}`]);
    expect(deep).toMatchObject({code: 2, stdout: ''});
    const long = await rig.run(['eval', `res.name == '${'a'.repeat(100_000)}'`]);
    expect(long).toMatchObject({code: 2, stdout: ''});
    expect(long.stderr).toContain('expression/too-long');
    expect(long.stderr.length).toBeLessThan(1000);
  });

  it('has no key that only JavaScript knows', async () => {
    await using rig = rigWithUnits();
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(await answer(rig, `res.${key} == 'a'`)).toMatchObject({value: 'unknown', code: 4});
    }
  });
});

it('prints what its page in the manual shows', async () => {
  const page = readFileSync(join(home, 'docs/expressions.md'), 'utf8');
  const [, expression = '', printed = ''] =
    /^\$ assay eval "(.*)" --recording machine\.json\n(.*?)^```/ms.exec(page) ?? [];
  expect(printed).not.toBe('');
  await using rig = rigWithUnits();
  const {stdout} = await rig.run(['eval', expression]);
  expect(stdout).toBe(printed);
});

it('refuses a recording that is a folder', async () => {
  await using rig = rigWithUnits();
  const {code, stderr} = await rig.run(['eval', "res.name == 'a'", '--recording', rig.directory]);
  expect(code).toBe(2);
  expect(stderr).toContain('error[usage/no-recording]');
  expect(stderr).toContain('cannot be read: EISDIR');
});
