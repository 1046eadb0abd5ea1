import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';

const folder = resolve(import.meta.dirname, '../docs');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const read = (page: string): string => readFileSync(join(folder, page), 'utf8');

describe('the documentation', () => {
  it('has every page in its index, docs/README.md', () => {
    const index = read('README.md');
    expect(pages.filter((page) => page !== 'README.md' && !index.includes(`](${page})`))).toEqual([]);
  });

  it('links to pages and headings that are there', () => {
    const slug = (heading: string): string =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .trim()
        .replaceAll(/\s/g, '-');
    const headings = new Map(
      pages.map((page) => [page, new Set([...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => slug(text)))]),
    );
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([\w./-]+\.md)?(?:#([\w-]+))?\)/g)]
        .filter(
          ([, target = page, heading]) =>
            !target.includes('/') &&
            (!headings.has(target) || (heading !== undefined && !headings.get(target)?.has(heading))),
        )
        .map(([link]) => `${page} ${link}`),
    );
    expect(broken).toEqual([]);
  });
});
