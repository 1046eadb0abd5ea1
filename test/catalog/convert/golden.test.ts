import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, it} from 'vitest';
import {renderDiagnostic} from '../../../src/base/render-diagnostic.ts';
import {convert} from '../../../src/catalog/convert/convert.ts';

const folder = resolve(import.meta.dirname, '../../golden/convert');
const files = readdirSync(folder).filter((name) => /\.(pxu|yaml)$/.test(name));

it.each(files)('%s in the other form', async (path) => {
  const file = {path, text: readFileSync(join(folder, path), 'utf8')};
  const {text, diagnostics} = convert(file, path.endsWith('.pxu') ? 'yaml' : 'pxu');
  const found = diagnostics.map((diagnostic) => `${renderDiagnostic(diagnostic)}\n`);
  await expect([...found, text ?? ''].join('')).toMatchFileSnapshot(join(folder, `${path}.out`));
});
