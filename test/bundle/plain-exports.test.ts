import {rolldown} from 'rolldown';
import {describe, expect, it} from 'vitest';
import {plainExports} from '../../scripts/bundle/plain-exports.ts';

/** What is built of a module with an entry that loads it later, so that it is a part of its own. */
async function built(text: string): Promise<string> {
  const files: Record<string, string> = {part: text, entry: "export const load = () => import('part');"};
  const bundle = await rolldown({
    input: 'entry',
    plugins: [{name: 'files', resolveId: (id) => id, load: (id) => files[id] ?? null}, plainExports],
  });
  const {output} = await bundle.generate({format: 'cjs'});
  await bundle.close();
  return output.map((one) => (one.type === 'chunk' && one.name === 'part' ? one.code : '')).join('');
}

describe('exports as the bundle has them', () => {
  it.each([
    ['a constant', 'export const one = 1;'],
    ['a function', 'export function one() { return 1; }'],
    ['a class', 'export class one {}'],
  ])('are values where they are %s', async (_, text) => {
    expect(await built(text)).toContain('exports.one = one;');
  });

  it.each([
    ['assigned to', 'one = 2;'],
    ['counted', 'one++;'],
    ['taken out of an object', '({a: one} = b);'],
    ['taken out of a list', '[one] = b;'],
    ['what a loop gives', 'for (one of b);'],
    ['what a loop over keys gives', 'for (one in b);'],
  ])('stay getters where they are %s', async (_, change) => {
    const code = await built(`export let one = 1; export function set(b) { ${change} }`);
    expect(code).toMatch(/get: function ?\(\) \{\s*return one;/);
    expect(code).toContain('exports.set = set;');
  });
});
