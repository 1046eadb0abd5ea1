import {readdirSync, readFileSync} from 'node:fs';
import {basename, extname, join, resolve} from 'node:path';
import {expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {parseYaml} from '../../src/units/parse-yaml.ts';
import {origin} from './helpers.ts';

const folder = resolve(import.meta.dirname, '../golden/units');
const inputs = readdirSync(folder).filter((name) => !name.endsWith('.out'));

it('has golden files of both syntaxes', () => {
  expect(new Set(inputs.map((name) => extname(name)))).toEqual(new Set(['.pxu', '.yaml']));
});

it.each(inputs)('%s gives its findings and units', async (name) => {
  const file = {path: basename(name), text: readFileSync(join(folder, name), 'utf8')};
  const parsed = name.endsWith('.pxu') ? parsePxu(file, origin) : parseYaml(file, origin);
  const built = parsed.value.map(buildUnit);
  const findings = [...parsed.diagnostics, ...built.flatMap(({diagnostics}) => diagnostics)].map((found) =>
    renderDiagnostic(found),
  );
  const units = built.map(({value}) => (value === undefined ? '(no unit)' : `${value.kind} ${value.id}`));
  const output = `${[...findings, units.join('\n')].join('\n\n')}\n`;
  await expect(output).toMatchFileSnapshot(join(folder, `${name}.out`));
});
