import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

/** Each room with the rooms it may import from. */
const line = [
  'base',
  'expressions',
  'units',
  'transforms',
  'catalog',
  'resources',
  'templates',
  'planner',
  'session',
  'runners',
];
const allowed = new Map<string, readonly string[]>([
  ...line.map((room, index): [string, readonly string[]] => [room, line.slice(0, index)]),
  // Launchers and configuration files are files of people's, read with the parsers of unit files; a session keeps what they ask.
  ['config', ['base', 'units', 'catalog', 'session']],
  ['validation', line.slice(0, line.indexOf('planner') + 1)],
  ['exporters', ['session', 'catalog', 'units', 'base']],
  ['cli', [...line, 'config', 'validation', 'exporters']],
]);

function filesIn(directory: string): string[] {
  return readdirSync(directory, {withFileTypes: true}).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** Static, dynamic and type-only imports and re-exports of our own files. */
function importsOf(path: string): string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;
  return [...readFileSync(path, 'utf8').matchAll(pattern)].map((match) => resolve(dirname(path), match[1] ?? ''));
}

const all = filesIn(source);
const files = all.filter((path) => /\.tsx?$/.test(path));
const roomOf = (path: string): string => relative(source, path).split('/')[0] ?? '';

describe('the rooms', () => {
  it('reads every import of every file', () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length / 2);
  });

  it('are all in the table', () => {
    expect(files.map(roomOf).filter((room) => !allowed.has(room))).toEqual([]);
  });

  it('import only from the rooms left of them', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path)
        .filter((target) => roomOf(target) !== roomOf(path) && !allowed.get(roomOf(path))?.includes(roomOf(target)))
        .map((target) => `${relative(source, path)} imports ${relative(source, target)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('hold no import cycle', () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        const loop = [...trail.slice(trail.indexOf(path)), path];
        cycles.push(loop.map((file) => relative(source, file)).join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const target of importsOf(path)) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of files) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('hold no file over 400 lines', () => {
    const long = all.filter((path) => readFileSync(path, 'utf8').split('\n').length > 401);
    expect(long.map((path) => relative(source, path))).toEqual([]);
  });
});
