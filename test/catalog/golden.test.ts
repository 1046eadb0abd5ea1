import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import type {Provider} from '../../src/catalog/unit-set.ts';
import {hostOfTree} from './tree.ts';

const folder = resolve(import.meta.dirname, '../golden/catalog');
const trees = readdirSync(folder).filter((name) => name.endsWith('.tree'));

function line(provider: Provider): string {
  const {name, namespace, version, directory, unitDirectories, binDirectory, gettextDomain, description} = provider;
  const parts = {
    namespace,
    version,
    directory,
    units: unitDirectories.join(' '),
    binDirectory,
    gettextDomain,
    description,
  };
  const told = Object.entries(parts).flatMap(([key, value]) => (value === undefined ? [] : `  ${key}: ${value}\n`));
  return `provider ${name}\n${told.join('')}`;
}

it.each(trees)('%s gives its providers, units and findings', async (name) => {
  const host = hostOfTree(readFileSync(join(folder, name), 'utf8'));
  const found = findProviders(host, {directories: ['/p'], builtIn: false});
  const loaded = await loadUnits(host, found.value);
  const units = loaded.value.units.map(({kind, id, span}) => `${kind} ${id} in ${span.file.path}\n`);
  const findings = [...found.diagnostics, ...loaded.diagnostics].map((finding) => `${renderDiagnostic(finding)}\n`);
  const text = [...found.value.map(line), ...units, ...findings].join('\n');
  await expect(text).toMatchFileSnapshot(join(folder, `${name}.out`));
});
