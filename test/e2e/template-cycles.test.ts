import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

const resource = 'id: dev\nplugin: resource\ncommand: echo name: sda\n';

function rigWith(...texts: readonly string[]): Rig {
  return new Rig({units: {'a.pxu': [resource, ...texts].join('\n')}});
}

describe('templates that wait for each other', () => {
  const waiting = (name: string, other: string): string =>
    `unit: template\ntemplate-id: ${name}\ntemplate-resource: ${other}_x\nid: ${name}_{x}\nplugin: resource\ncommand: echo {x}\n`;
  const plan = 'unit: test plan\nid: all\nname: All\ninclude:\n a_.*\n b_.*\n dev\n';

  it('are named with the whole path by validate and plan', async () => {
    await using rig = rigWith(waiting('a', 'b'), waiting('b', 'a'), plan);
    for (const words of [['validate'], ['plan', 'all']]) {
      const {stdout, stderr} = await rig.run(words);
      expect(stdout + stderr).toContain("these templates wait for each other's resources: rig::a → rig::b → rig::a");
    }
  });

  it('are no endless wait for expand-template', async () => {
    await using rig = rigWith(waiting('a', 'b'), waiting('b', 'a'), plan);
    const {code, stdout} = await rig.run(['expand-template', 'a']);
    expect(code).toBe(4);
    expect(stdout).toContain('rig::b_x is unknown: it would be made by rig::b, which made no such job');
  });
});
