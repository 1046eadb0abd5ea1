import {describe, expect, it} from 'vitest';
import {codesOf, findingsIn, findingsOf} from './findings.ts';

const job = (id: string, more = ''): string => `id: ${id}\nsummary: S\nflags: simple\n${more}command: true\n`;

describe('allowances', () => {
  it('silence a finding of their own unit only', async () => {
    const allowed = `# assay: allow catalog/unknown-reference elsewhere\n${job('a', 'depends: gone\n')}`;
    expect(await codesOf(`${allowed}\n${job('b', 'depends: gone\n')}`)).toEqual(['11:10 catalog/unknown-reference']);
  });

  it('silence every finding of the code', async () => {
    expect(await codesOf(job('a', '# assay: allow catalog/unknown-reference two\ndepends: gone lost\n'))).toEqual([]);
  });

  it('leave other codes', async () => {
    const text = job('a', '# assay: allow catalog/unknown-reference one\ndepends: gone\nuser: me\n');
    expect(await codesOf(text)).toEqual(['6:7 unit/other-user']);
  });

  it('silence what is wrong with a field, and the unit is built', async () => {
    const text = `# assay: allow unit/unknown-field ours\n${job('a', 'comand: true\n')}\n${job('b', 'depends: a\n')}`;
    expect(await codesOf(text)).toEqual([]);
  });

  it('silence findings in what siblings and templates make', async () => {
    const siblings = `# assay: allow catalog/unknown-reference elsewhere\n${job('a', 'siblings: [{"id": "b", "after": "gone"}]\n')}`;
    const template = `# assay: allow catalog/unknown-reference elsewhere\nunit: template\ntemplate-resource: d\n${job('t-{name}', 'after: gone-{name}\n')}`;
    const resource = 'id: d\nsummary: D\nplugin: resource\ncommand: true\n';
    expect(await codesOf([siblings, template, resource].join('\n'))).toEqual([]);
  });

  it('silence findings in test plans', async () => {
    const plan = 'unit: test plan\nid: p\nname: P\n# assay: allow plan/matches-nothing later\ninclude:\n a\n b.*\n';
    expect(await codesOf(`${job('a')}\n${plan}`)).toEqual([]);
  });

  it('that name a code wrongly are told the nearest that the unit has', async () => {
    const found = await findingsOf(`# assay: allow catalog/unknown-refrence later\n${job('a', 'depends: gone\n')}`);
    expect(found.map(({code, suggestion}) => [code, suggestion])).toEqual([
      ['syntax/unused-allow', 'catalog/unknown-reference'],
      ['catalog/unknown-reference', undefined],
    ]);
  });

  it('of what cannot be told without other providers are not said to silence nothing', async () => {
    const files = {
      '/p/units/a.pxu': `# assay: allow catalog/unknown-reference elsewhere\n${job('a', 'depends: gone\n')}`,
      '/beside/provider.yaml': 'name: com.example:beside\n',
    };
    expect((await findingsIn(files)).map(({code}) => code)).toEqual(['catalog/namespace-incomplete']);
  });

  it('of a plan that may have its jobs elsewhere are not said to silence nothing', async () => {
    const files = {
      '/p/units/a.pxu': '# assay: allow plan/empty elsewhere\nunit: test plan\nid: p\nname: P\ninclude:\n b.*\n',
      '/beside/provider.yaml': 'name: com.example:beside\n',
    };
    expect((await findingsIn(files)).map(({code}) => code)).toEqual(['catalog/namespace-incomplete']);
  });

  it('that silence nothing are said, each once', async () => {
    const text = `# assay: allow unit/too-long short\n${job('a', 'siblings: [{"id": "b"}]\n')}`;
    expect(await codesOf(text)).toEqual(['1:1 syntax/unused-allow']);
  });
});
