import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type LoopRewriter, openLoopRewriter} from '../../scripts/bundle/plain-loops.ts';
import * as written from './loops.ts';

const path = join(import.meta.dirname, 'loops.ts');
const folder = mkdtempSync(join(tmpdir(), 'assay-loops-'));
let rewriter: LoopRewriter;
let rewritten: typeof written;
let code: string;

beforeAll(async () => {
  rewriter = openLoopRewriter();
  code = rewriter.rewrite(path) ?? '';
  const module = join(folder, 'loops.mjs');
  writeFileSync(module, stripTypeScriptTypes(code));
  rewritten = await import(pathToFileURL(module).href);
});

afterAll(() => {
  rewriter[Symbol.dispose]();
  rmSync(folder, {recursive: true});
});

describe('loops as the bundle has them', () => {
  it.each(Object.keys(written) as (keyof typeof written)[])('do the same: %s', async (name) => {
    const run = async (functions: typeof written): Promise<unknown> => {
      if (name === 'labelled') return functions.labelled([[1, 2], [3, -1, 4], [5], [0, 6], [7]]);
      const given = await functions[name]();
      return name === 'generated' ? [...functions.generated()] : given;
    };
    const found = await run(rewritten);
    expect(found).toEqual(await run(written));
    expect(found).not.toEqual([]);
  });

  it('are by index where the type is one of arrays, and nowhere else', () => {
    const left = [...code.matchAll(/for (?:await )?\((?:const|let|using) (.*?) of (.*?)\)/g)].map(([, , list]) => list);
    expect(left).toEqual([
      "lettersOf('xy'",
      "'a\\u{1f600}'",
      "new Map([['k', [1, 2] as const]]",
      'new Set([1, 1, 2]',
      'new Map(pairs.map(({0: name, 1: count}',
      'anything',
      '[Promise.resolve(1',
    ]);
    expect(code).toContain("const {0: match = '', 1: group} = ");
    expect(code).toContain('const [letter, more] = lettersOf');
    expect(code).toContain('const [first] = anything');
  });

  it('are left alone in what is no file of the project', () => {
    expect(rewriter.rewrite(join(folder, 'loops.mjs'))).toBeUndefined();
  });
});
