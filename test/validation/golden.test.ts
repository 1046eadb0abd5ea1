import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findingsOf} from './findings.ts';

const folder = resolve(import.meta.dirname, '../golden/validation');
const inputs = readdirSync(folder).filter((name) => /\.(?:pxu|yaml)$/.test(name));

it('has golden files', () => {
  expect(inputs.length).toBeGreaterThan(8);
});

it.each(inputs)('%s gives its findings', async (name) => {
  const found = await findingsOf(readFileSync(join(folder, name), 'utf8'), name);
  const text = found.map((diagnostic) => `${renderDiagnostic(diagnostic)}\n`).join('\n');
  await expect(text).toMatchFileSnapshot(join(folder, `${name}.out`));
});
