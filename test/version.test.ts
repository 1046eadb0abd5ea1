import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect, it} from 'vitest';
import {version} from '../src/base/version.ts';

it('is the same in the program, in package.json and at the top of the changelog', () => {
  const read = (name: string): string => readFileSync(resolve(import.meta.dirname, '..', name), 'utf8');
  expect(JSON.parse(read('package.json'))).toMatchObject({version});
  expect(/^## (\S+)/m.exec(read('CHANGELOG.md'))?.[1]).toBe(version);
});
