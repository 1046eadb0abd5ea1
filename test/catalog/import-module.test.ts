import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {importModule} from '../../src/catalog/import-module.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-module-'));
afterAll(() => rmSync(folder, {recursive: true}));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('a module of a provider', () => {
  it.each([
    ['an ES module', 'a.mjs', 'export const transform = () => 7;'],
    ['TypeScript', 'b.mts', 'export const transform = (): number => 7;'],
    ['TypeScript without a word on modules', 'c.ts', 'export function transform(): number { return 7 }'],
    ['JavaScript without a word on modules', 'd.js', 'export function transform() { return 7 }'],
    ['CommonJS', 'e.js', 'exports.transform = () => 7;'],
    ['one that waits at its top level', 'f.mjs', 'await 1; export const transform = () => 7;'],
    ['one that loads one that waits', 'g.mjs', "export {transform} from './f.mjs';"],
  ])('is loaded where it is %s', async (_, name, text) => {
    expect(await importModule(written(name, text), 5000)).toMatchObject({transform: expect.any(Function)});
  });

  it('is loaded once', async () => {
    const path = written(
      'once.mjs',
      'globalThis.loads = (globalThis.loads ?? 0) + 1; export const count = globalThis.loads;',
    );
    expect([await importModule(path, 5000), await importModule(path, 5000)]).toMatchObject([{count: 1}, {count: 1}]);
  });

  it.each([
    ['computes without end', 'hang.mjs', 'for (;;);', 'it did not come to an end in 0.2 s'],
    ['waits for what never comes', 'wait.mjs', 'await new Promise(() => {});', 'it did not come to an end in 0.2 s'],
    ['throws', 'throw.mjs', "throw new Error('no');", 'no'],
    ['throws after it waited', 'late.mjs', "await 1; throw new Error('later');", 'later'],
    ['loads what is not there', 'lost.mjs', "import './gone.mjs';", 'Cannot find module'],
  ])('that %s is refused', async (_, name, text, message) => {
    await expect(importModule(written(name, text), 200)).rejects.toThrow(message);
  });
});
