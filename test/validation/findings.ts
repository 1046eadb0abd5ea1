import type {Diagnostic} from '../../src/base/diagnostic.ts';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import {validate} from '../../src/validation/validate.ts';
import {type FakeFile, fakeHost} from '../helpers/fake-host.ts';

/** What the provider of every test has besides its units. */
const provider: Readonly<Record<string, FakeFile>> = {
  '/p/provider.yaml': 'name: com.example:p\nversion: 1.0.0\n',
  '/p/bin/disk_speed.py': '',
  '/p/bin/network_check.sh': '',
  '/p/data/tables/known.csv': '',
  '/p/data/report.html': '',
  '/p/src/native_test.c': '',
};

/** Findings of a provider `com.example:p` of these files, through the real loader. */
export async function findingsIn(files: Readonly<Record<string, FakeFile>>): Promise<readonly Diagnostic[]> {
  const host = fakeHost({...provider, ...files}, {env: {PROVIDERPATH: ''}});
  const directories = ['/p', ...('/q/provider.yaml' in files ? ['/q'] : [])];
  const found = findProviders(host, {directories, providerPath: ''});
  const loaded = await loadUnits(host, found.value);
  return validate(loaded.value, [...found.diagnostics, ...loaded.diagnostics], {
    host,
    unmade: loaded.unmade,
  });
}

export async function findingsOf(text: string, path = 'u.pxu'): Promise<readonly Diagnostic[]> {
  return findingsIn({[`/p/units/${path}`]: text});
}

/** `line:column code` of each finding, in order; without what is said of every small example. */
export async function codesOf(text: string): Promise<readonly string[]> {
  const found = await findingsOf(text);
  return found.filter(({code}) => !usual.has(code)).map((diagnostic) => `${placeOf(diagnostic)} ${diagnostic.code}`);
}

/** No example has plans for all its jobs and summaries for all its templates. */
const usual: ReadonlySet<string> = new Set(['catalog/never-included', 'catalog/never-used', 'unit/no-summary']);

function placeOf(diagnostic: Diagnostic): string {
  return /^[^:]*:(\d+:\d+)/.exec(renderDiagnostic(diagnostic))?.[1] ?? '';
}
