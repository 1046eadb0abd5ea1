import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Host} from '../../src/base/host.ts';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import type {Shelf} from '../../src/catalog/kept-listings.ts';
import {type Keeping, listProviders} from '../../src/catalog/list-providers.ts';
import {hostOfTree} from './tree.ts';

const golden = resolve(import.meta.dirname, '../golden/catalog');

function keepingOn(texts: Map<string, string>, program = 'one'): Keeping {
  const shelf: Shelf = {
    read(name) {
      const text = texts.get(name);
      return text === undefined ? undefined : Buffer.from(text);
    },
    write(name, bytes) {
      texts.set(name, bytes.toString());
    },
  };
  return {shelf, program};
}

async function listed(host: Host, keeping?: Keeping) {
  const {value: providers} = findProviders(host, {directories: ['/p']});
  const {value, diagnostics} = await listProviders(host, providers, {load: {}, keeping});
  const errors = diagnostics.filter(({severity}) => severity === 'error');
  return {units: value.map(({idSpan, ...shown}) => shown), errors: errors.map((error) => renderDiagnostic(error))};
}

const name = '=== /p/provider.yaml\nname: com.example:p\n';
const job = (id: string, summary = id): string => `id: ${id}\nsummary: ${summary}\nflags: simple\ncommand: true\n\n`;

async function summaries(tree: string, keeping: Keeping): Promise<readonly string[]> {
  const {units} = await listed(hostOfTree(name + tree), keeping);
  return units.flatMap(({provider, summary}) => (provider === 'com.example:p' ? [summary] : []));
}

describe('a listing that is kept', () => {
  it.each(readdirSync(golden).filter((file) => file.endsWith('.tree')))('is the one that is read: %s', async (file) => {
    const tree = readFileSync(join(golden, file), 'utf8');
    const wanted = await listed(hostOfTree(tree));
    const texts = new Map<string, string>();
    expect(await listed(hostOfTree(tree), keepingOn(texts))).toEqual(wanted);
    expect(texts.size).toBeGreaterThan(0);
    expect(await listed(hostOfTree(tree), keepingOn(texts))).toEqual(wanted);
  });

  it('is used, so that the units are not read again', async () => {
    const texts = new Map<string, string>();
    const tree = `=== /p/units/a.pxu\n${job('a', 'written')}`;
    expect(await summaries(tree, keepingOn(texts))).toEqual(['written']);
    for (const [key, text] of texts) texts.set(key, text.replace('"written"', '"kept"'));
    expect(await summaries(tree, keepingOn(texts))).toEqual(['kept']);
  });

  it.each([
    ['a file is another', `=== /p/units/a.pxu\n${job('a', 'changed')}`, 'one'],
    ['a file has moved', `=== /p/units/b.pxu\n${job('a', 'written')}`, 'one'],
    ['the program is another', `=== /p/units/a.pxu\n${job('a', 'written')}`, 'two'],
  ])('is left aside where %s', async (_what, tree, program) => {
    const texts = new Map<string, string>();
    await summaries(`=== /p/units/a.pxu\n${job('a', 'written')}`, keepingOn(texts));
    for (const [key, text] of texts) texts.set(key, text.replace('"written"', '"kept"'));
    expect(await summaries(tree, keepingOn(texts, program))).not.toContain('kept');
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -3)],
    ['of no rows', (text: string) => text.replace(/\[\[.*$/, '{"a": 1}')],
    ['of rows that are none', (text: string) => text.replace(/\[\[.*$/, '[["job", "a", 0]]')],
    ['of a kind that is none', (text: string) => text.replace('"job"', '"jobs"')],
    ['of a file that is not there', (text: string) => text.replace('"a",0,', '"a",7,')],
  ])('is left aside where it is %s', async (_what, damage) => {
    const texts = new Map<string, string>();
    const tree = `=== /p/units/a.pxu\n${job('a', 'written')}`;
    await summaries(tree, keepingOn(texts));
    for (const [key, text] of texts) texts.set(key, damage(text));
    expect(await summaries(tree, keepingOn(texts))).toEqual(['written']);
  });

  it.each([
    ['a unit is wrong', `=== /p/units/a.pxu\n${job('a')}id: b\nplugin: shel\n`],
    ['a file cannot be read', `=== /p/units/a.pxu\n!EACCES\n`],
    ['a value may depend on the machine', '=== /p/units/a.yaml\nid: a\ntimeout: {by-arch: {default: 3}}\n'],
  ])('is not made where %s', async (_what, tree) => {
    const texts = new Map<string, string>();
    await summaries('', keepingOn(texts));
    const without = texts.size;
    texts.clear();
    await summaries(tree, keepingOn(texts));
    expect(texts.size).toBe(without - 1);
  });

  it('says which ids are twice, with both places', async () => {
    const texts = new Map<string, string>();
    const tree = `${name}=== /p/units/a.pxu\n${job('a')}${job('b')}=== /p/units/b.pxu\n${job('a')}`;
    const {errors} = await listed(hostOfTree(tree), keepingOn(texts));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('catalog/duplicate-id');
    expect((await listed(hostOfTree(tree), keepingOn(texts))).errors).toEqual(errors);
  });
});
