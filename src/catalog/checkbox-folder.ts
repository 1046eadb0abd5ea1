import {basename, join} from 'node:path';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {Span} from '../base/source.ts';
import {readManagePy, type SetupArgument} from './manage-py.ts';
import {existing, type Folder, implicitPlaces, present, providerName, type ReadProvider} from './provider-folder.ts';
import {readSource, startOf} from './read-source.ts';

/** What a version is where manage.py computes it. */
const unknownVersion = '0';

function computed(argument: SetupArgument, message: string): Diagnostic {
  return {code: 'provider/computed', severity: 'warning', message, span: argument.span};
}

/** The provider's name; where Python would compute it, the folder's stands in so that its units are not lost. */
function nameOf(
  found: ReadonlyMap<string, SetupArgument>,
  folder: Folder,
  span: Span,
): {readonly name: string; readonly namespace: string | undefined; readonly diagnostics: readonly Diagnostic[]} {
  const name = found.get('name');
  const namespace = found.get('namespace');
  if (name?.text !== undefined) return {name: name.text, namespace: namespace?.text, diagnostics: []};
  const standIn = basename(folder.path);
  const place: SetupArgument = name ?? {text: undefined, span};
  const message = `No name is spelled out in setup(), and manage.py is read, never run: ${standIn} stands in for it.`;
  return {name: standIn, namespace: namespace?.text ?? standIn, diagnostics: [computed(place, message)]};
}

/** A Checkbox provider as it is in a source tree; undefined where the folder's manage.py is about something else. */
export function readCheckboxFolder(host: Host, folder: Folder): ReadProvider | undefined {
  const source = readSource(host, join(folder.path, 'manage.py'), {shownAs: join(folder.shownAs, 'manage.py')});
  if (source.file === undefined) return {provider: undefined, diagnostics: source.diagnostics};
  const found = readManagePy(source.file);
  if (found === undefined) return undefined;
  const span = found.get('name')?.span ?? startOf(source.file);
  const called = nameOf(found, folder, span);
  const name = providerName(called.name, called.namespace, span);
  const diagnostics = [...source.diagnostics, ...called.diagnostics, ...name.diagnostics];
  if (name.value === undefined) return {provider: undefined, diagnostics};
  const optional = {
    description: found.get('description')?.text,
    gettextDomain: found.get('gettext_domain')?.text,
  };
  const provider = {
    ...name.value,
    version: found.get('version')?.text ?? unknownVersion,
    directory: folder.path,
    shownAs: folder.shownAs,
    unitDirectories: existing(host, [join(folder.path, 'units'), join(folder.path, 'jobs')]),
    ...implicitPlaces(host, folder.path),
    ...present(optional),
    builtIn: false,
    shell: 'bash' as const,
  };
  return {provider, diagnostics};
}
