import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Script} from 'node:vm';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {codeOf, partFrame, partLoader} from '../../scripts/bundle/loader.ts';
import {nodeFlags} from '../../scripts/node-flags.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-parts-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

function part(name: string, text: string): void {
  writeFileSync(join(folder, name), `${partFrame.head}'use strict';${text}${partFrame.tail}`);
}

describe('the loader of the parts of the program', () => {
  it('gives a part its neighbours, the packages and its place', () => {
    part(
      'a.cjs',
      `const {b} = require('./b.cjs'); exports.all = [b, require('node:path').sep, __filename, __dirname];`,
    );
    part('b.cjs', 'exports.b = 1;');
    expect(partLoader(folder)('a.cjs')).toEqual({all: [1, '/', join(folder, 'a.cjs'), folder]});
  });

  it('loads a part once, also where two need each other', () => {
    part('a.cjs', `exports.count = (globalThis.count ?? 0) + 1; globalThis.count = exports.count; require('./b.cjs');`);
    part('b.cjs', `exports.seen = require('./a.cjs').count;`);
    const load = partLoader(folder);
    expect([load('a.cjs'), load('a.cjs'), load('b.cjs')]).toEqual([{count: 1}, {count: 1}, {seen: 1}]);
  });

  it('lets a part import modules, those beside it too', async () => {
    part('a.cjs', `exports.found = Promise.all([$import('./m.mjs'), $import('node:path')]);`);
    writeFileSync(join(folder, 'm.mjs'), 'export const m = await Promise.resolve(2);');
    expect(await partLoader(folder)('a.cjs')['found']).toMatchObject([{m: 2}, {sep: '/'}]);
  });

  it.each([
    ['made of it', (code: Buffer) => code, false],
    ['cut off', (code: Buffer) => code.subarray(0, code.length / 2), true],
    ['no code', () => Buffer.from('no code'), true],
    ['empty', () => Buffer.alloc(0), true],
  ])('goes by the code beside a part, or does without: %s', (_what, change, isRejected) => {
    // V8 remembers what it compiled under a name, so the same text is read under another.
    for (const name of ['a.cjs', 'b.cjs']) part(name, 'exports.twice = (n) => 2 * n;');
    const scripts: Script[] = [];
    const load = partLoader(folder, (_name, script) => scripts.push(script));
    load('a.cjs');
    writeFileSync(join(folder, codeOf('b.cjs')), change(scripts[0]?.createCachedData() ?? Buffer.alloc(0)));
    const {twice} = load('b.cjs');
    expect(typeof twice === 'function' && twice(21)).toBe(42);
    expect(scripts[1]?.cachedDataRejected).toBe(isRejected);
  });
});

describe('the program as it was built', () => {
  it('has code that the Node of ./assay takes, for every part but the first', () => {
    const home = resolve(import.meta.dirname, '../..');
    spawnSync(join(home, 'assay'), ['--version']);
    const dist = join(home, 'dist');
    const script = `
      const {Script} = require('node:vm'), {readFileSync} = require('node:fs');
      const refused = process.argv.slice(1).filter((part) => new Script(readFileSync(part, 'utf8'), {
        filename: part, cachedData: readFileSync(part + '.code')}).cachedDataRejected);
      console.log(JSON.stringify(refused));`;
    const parts = readdirSync(dist).filter((name) => name.endsWith('.cjs') && !['main.cjs', 'cli.cjs'].includes(name));
    expect(parts).toContain('program.cjs');
    const argv = [...nodeFlags, '-e', script, ...parts.map((name) => join(dist, name))];
    const {stdout, stderr} = spawnSync(process.execPath, argv, {encoding: 'utf8'});
    expect({stdout, stderr}).toEqual({stdout: '[]\n', stderr: ''});
  });

  it('says what its files are, for what is kept of it', () => {
    expect(readFileSync(resolve(import.meta.dirname, '../../dist/identity'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });
});
