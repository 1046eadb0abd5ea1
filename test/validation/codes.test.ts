import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const areas =
  'catalog|config|expression|launcher|manifest|plan|provider|resource|run|session|syntax|template|transform|unit|usage';

function sources(): readonly string[] {
  const names = readdirSync(join(root, 'src'), {recursive: true, encoding: 'utf8'});
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => readFileSync(join(root, 'src', name), 'utf8'));
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, code]) => code ?? []);
}

/** Codes as they are written, and those that are put together from an area and a word. */
function codesOf(texts: readonly string[]): ReadonlySet<string> {
  const codes = texts.flatMap((text) => found(text, new RegExp(`'((?:${areas})/[a-z0-9-]+)'`, 'g')));
  const faults = texts.flatMap((text) => found(text, /\bfault\(\s*\w+,\s*'([a-z-]+)'/g));
  const problems = texts.flatMap((text) => found(/type SessionProblem =[^;]*/.exec(text)?.[0] ?? '', /'([a-z-]+)'/g));
  return new Set([...codes, ...faults.map((word) => `syntax/${word}`), ...problems.map((word) => `session/${word}`)]);
}

const codes = codesOf(sources());
const page = readFileSync(join(root, 'docs/diagnostics.md'), 'utf8');
const headings = found(page, /^### `([^`]+)`$/gm);

describe('docs/diagnostics.md', () => {
  it('is compared with all the codes there are', () => {
    expect(codes.size).toBeGreaterThan(150);
    expect(codes).toContain('syntax/missing-colon');
    expect(codes).toContain('session/held');
  });

  it('knows no other way to put a code together', () => {
    const made = sources().flatMap((text) => found(text, new RegExp(`\`((?:${areas})/\\$\\{[^}]*\\})\``, 'g')));
    expect(new Set(made)).toEqual(new Set(['syntax/${code}', 'session/${error.problem}']));
  });

  it('has a paragraph for every code', () => {
    expect([...codes].filter((code) => !headings.includes(code)).sort()).toEqual([]);
  });

  it('has no paragraph for a code that nothing has', () => {
    expect(headings.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('says something of each, once', () => {
    expect(headings.length).toBe(new Set(headings).size);
    const paragraphs = page.split(/^### .*$/m).slice(1);
    expect(paragraphs.filter((text) => (text.split(/^## /m)[0] ?? '').trim().length < 20)).toEqual([]);
  });

  it('lists the codes of each chapter in their order', () => {
    const chapters = page.split(/^## /m).map((text) => found(text, /^### `([^`]+)`$/gm));
    for (const chapter of chapters) expect(chapter).toEqual(chapter.toSorted());
  });
});
