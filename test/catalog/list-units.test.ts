import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Diagnostic} from '../../src/base/diagnostic.ts';
import type {Host} from '../../src/base/host.ts';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {listUnits} from '../../src/catalog/list-units.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import {hostOfTree} from './tree.ts';

const golden = resolve(import.meta.dirname, '../golden');

function inGolden(folder: string, ...endings: readonly string[]): readonly string[] {
  const names = readdirSync(join(golden, folder)).filter((name) => endings.some((ending) => name.endsWith(ending)));
  return names.map((name) => join(golden, folder, name));
}

function errorsIn(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({severity}) => severity === 'error').map((error) => renderDiagnostic(error));
}

/** What both ways of reading must agree on; the place is that of the record, as the lists show it. */
async function bothOf(host: Host) {
  const {value: providers} = findProviders(host, {directories: ['/p']});
  const loaded = await loadUnits(host, providers);
  const listed = await listUnits(host, providers);
  return {
    loaded: {
      units: loaded.value.units.map(({id, kind, record}) => [kind, id, record.span.start]),
      errors: errorsIn(loaded.diagnostics),
      broken: [...loaded.broken.keys()],
    },
    listed: {
      units: listed.value.map(({id, kind, record}) => [kind, id, record.span.start]),
      errors: errorsIn(listed.diagnostics),
      broken: [...listed.broken.keys()],
    },
  };
}

describe('listUnits gives what loadUnits gives', () => {
  it.each(inGolden('catalog', '.tree'))('%s', async (path) => {
    const {loaded, listed} = await bothOf(hostOfTree(readFileSync(path, 'utf8')));
    expect(listed).toEqual(loaded);
  });

  it.each([...inGolden('units', '.pxu', '.yaml'), ...inGolden('validation', '.pxu', '.yaml')])('%s', async (path) => {
    const ending = path.slice(path.lastIndexOf('.'));
    const tree = `=== /p/provider.yaml\nname: com.example:p\n=== /p/units/a${ending}\n`;
    const {loaded, listed} = await bothOf(hostOfTree(tree + readFileSync(path, 'utf8')));
    expect(loaded.units.length).toBeGreaterThan(20);
    expect(listed).toEqual(loaded);
  });
});
