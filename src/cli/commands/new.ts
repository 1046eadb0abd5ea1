import {dirname, join, relative, resolve} from 'node:path';
import {hasErrors} from '../../base/diagnostic.ts';
import {partialId, unitId} from '../../base/ids.ts';
import {messageOf} from '../../base/message-of.ts';
import {nearest} from '../../base/nearest.ts';
import {providerName} from '../../catalog/provider-folder.ts';
import type {Provider, UnitSet} from '../../catalog/unit-set.ts';
import {probes} from '../../resources/probes/index.ts';
import {makeDirectories} from '../../session/make-directories.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {placeOf} from '../describe-unit.ts';
import {loadWhole} from '../load.ts';
import {providerFiles} from '../new/provider.ts';
import {jobText, type NewTemplate, planText, templateText} from '../new/units.ts';
import {fileExists, type NewFile, writeNewFile} from '../new-file.ts';
import type {ExitCode, NewOptions} from '../options.ts';
import {writeJson, writeLines} from '../output.ts';
import {commandLineSpan, UsageError, usageError} from '../usage-error.ts';

const things = ['provider', 'job', 'template', 'plan'] as const;
type Thing = (typeof things)[number];

interface Made {
  readonly files: readonly NewFile[];
  /** As it can be given to --provider. */
  readonly provider: string;
  readonly plan: string;
}

/** Makes a provider, or a unit in one, that validates without findings and runs at once. Writes over nothing. */
export async function makeNew(
  context: CliContext,
  [what, name]: readonly [what: string, name: string],
  options: NewOptions,
): Promise<ExitCode> {
  const thing = thingNamed(context, what);
  refuseForeignOptions(context, thing, options);
  const made =
    thing === 'provider' ? newProvider(context, name, options) : await newUnit(context, {thing, name, options});
  writeAll(context, made.files, options.dir ?? name);
  const next = [`assay validate --strict ${made.provider}`, `assay --provider ${made.provider} run ${made.plan}`];
  if (options.json) writeJson(context, {files: made.files.map(({path}) => path), next});
  else
    writeLines(context, [
      ...made.files.map(({path}) => `made ${path}`),
      '',
      'next:',
      ...next.map((line) => `  ${line}`),
    ]);
  return 0;
}

function thingNamed({words}: CliContext, what: string): Thing {
  const thing = things.find((one) => one === what || (one === 'plan' && /^test[- ]plan$/.test(what)));
  if (thing !== undefined) return thing;
  const message = `there is no new ${what}: it can be a ${things.join(', ')}`;
  throw usageError(words, {code: 'usage/unknown-kind', message, word: what, suggestion: nearest(what, things)});
}

const optionsOf: readonly (readonly [option: 'namespace' | 'plugin' | 'probe', thing: Thing])[] = [
  ['namespace', 'provider'],
  ['plugin', 'job'],
  ['probe', 'template'],
];

function refuseForeignOptions({words}: CliContext, thing: Thing, options: NewOptions): void {
  for (const [option, owner] of optionsOf) {
    if (options[option] === undefined || owner === thing) continue;
    const word = words.find((one) => one.startsWith(`--${option}`)) ?? `--${option}`;
    const message = `--${option} is for a new ${owner}, not for a new ${thing}`;
    throw usageError(words, {code: 'usage/foreign-option', message, word});
  }
}

function newProvider(context: CliContext, name: string, {dir, namespace}: NewOptions): Made {
  const {host, words} = context;
  if (name === '') {
    const message = 'a provider has a name: NAMESPACE:NAME, for instance com.example:audio';
    throw usageError(words, {code: 'usage/bad-name', message, word: name});
  }
  const title = name.slice(name.indexOf(':') + 1);
  const space = namespace ?? (name.includes(':') ? undefined : name);
  const checked = providerName(name, space, commandLineSpan(words, name));
  if (hasErrors(checked.diagnostics)) throw new UsageError(checked.diagnostics);
  const directory = join(dir ?? title).replace(/(.)\/+$/, '$1');
  const found = [join(directory, 'provider.yaml'), join(directory, 'manage.py')].find(
    (path) => host.files.stat(path) !== undefined,
  );
  if (found !== undefined) {
    const message = `${directory} is a provider already: there is ${found}`;
    throw usageError(words, {code: 'usage/file-exists', message, word: dir ?? name});
  }
  return {files: providerFiles({directory, name, namespace: space, title}), provider: directory, plan: 'all'};
}

interface Wanted {
  readonly thing: Exclude<Thing, 'provider'>;
  readonly name: string;
  readonly options: NewOptions;
}

async function newUnit(context: CliContext, {thing, name, options}: Wanted): Promise<Made> {
  checkId(context, name);
  const directory = providerFolder(context, options);
  const {set} = await loadWhole(context, {provider: [directory], transforms: options.transforms});
  const provider = set.providers.find((one) => resolve(one.directory) === resolve(context.workingDirectory, directory));
  if (provider === undefined) throw noProvider(context, directory, options.dir ?? name);
  const plan = thing === 'plan' ? name : `try-${name}`;
  refuseTaken(context, set, {provider, name, ids: thing === 'plan' ? [plan] : [name, plan]});
  const units = provider.unitDirectories[0] ?? join(provider.directory, 'units');
  const path = join(directory, relative(provider.directory, units), `${name.replaceAll('/', '-')}.yaml`);
  return {files: [{path, text: unitText(context, {thing, name, options}, {set, provider})}], provider: directory, plan};
}

/** Ids that need no quotes anywhere: in YAML, in a list of ids, in a shell. */
function checkId({words}: CliContext, name: string): void {
  if (/^[A-Za-z][\w./-]*$/.test(name)) return;
  const near = name
    .replace(/^.*::/s, '')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}+/gu, '')
    .replaceAll(/[^\w./-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/[./-]+$/, '');
  throw usageError(words, {
    code: 'usage/bad-name',
    message: `${JSON.stringify(name)} is no id for a new unit: a letter, then letters, digits and - _ . /, without a namespace`,
    word: name,
    suggestion: near === '' ? undefined : near,
  });
}

/** The folder that is named, else the working directory or one above it, whichever is a provider. */
function providerFolder(context: CliContext, {dir, provider}: NewOptions): string {
  const {host, workingDirectory} = context;
  const named = dir ?? provider[0];
  if (named !== undefined) return named;
  const isProvider = (path: string): boolean =>
    ['provider.yaml', 'manage.py'].some((name) => host.files.stat(join(path, name))?.kind === 'file');
  for (let path = workingDirectory; ; path = dirname(path)) {
    if (isProvider(path)) return relative(workingDirectory, path) || '.';
    if (path === dirname(path)) break;
  }
  throw noProvider(context, 'this folder', 'new');
}

function noProvider({words}: CliContext, place: string, word: string): UsageError {
  const message = `${place} is no provider: name one with --dir, or make one with assay new provider NAME`;
  return usageError(words, {code: 'usage/no-provider', message, word});
}

interface Taken {
  readonly provider: Provider;
  readonly name: string;
  readonly ids: readonly string[];
}

function refuseTaken({words}: CliContext, set: UnitSet, {provider, name, ids}: Taken): void {
  for (const partial of ids) {
    const id = unitId(provider.namespace, partial);
    const unit = set.jobs.get(id) ?? set.templates.get(id) ?? set.testPlans.get(id);
    if (unit === undefined) continue;
    const {file, line} = placeOf(unit);
    const message = `there is a ${unit.kind} ${partial} already, at ${file}:${line}`;
    throw usageError(words, {code: 'usage/id-taken', message, word: name});
  }
}

interface Home {
  readonly set: UnitSet;
  readonly provider: Provider;
}

function unitText(context: CliContext, {thing, name, options}: Wanted, home: Home): string {
  switch (thing) {
    case 'job':
      return jobText(name, options.plugin ?? 'shell');
    case 'template':
      return templateText({id: name, ...recordsFor(context, {name, probe: options.probe ?? 'net'}, home)});
    case 'plan':
      return planText({id: name, ...contentsOf(home)});
  }
}

interface Records {
  readonly name: string;
  readonly probe: string;
}

/** The resource job of the provider that reads this probe, else a new one. */
function recordsFor(context: CliContext, {name, probe}: Records, {set, provider}: Home): Omit<NewTemplate, 'id'> {
  const key = firstKey(context, probe);
  const known = [...set.jobs.values()].find(
    (job) => job.record.origin.provider === provider.name && probeOf(job) === probe,
  );
  if (known !== undefined) return {resource: partialId(known.id), probe: undefined, key};
  const isFree = !set.jobs.has(unitId(provider.namespace, probe));
  return {resource: isFree ? probe : `${name.replaceAll(/\W+/g, '_')}_${probe}`, probe, key};
}

function probeOf(job: Job): string | undefined {
  return job.plugin === 'resource' && job.source.type === 'probe' ? job.source.probe.text : undefined;
}

/** The first key of a probe's records is the one that tells them apart. */
function firstKey({words}: CliContext, probe: string): string {
  const [key] = probes.get(probe)?.keys.keys() ?? [];
  if (key !== undefined) return key;
  throw usageError(words, {
    code: 'usage/unknown-resource',
    message: `there is no probe ${probe}; there are ${[...probes.keys()].join(', ')}`,
    word: probe,
    suggestion: nearest(probe, probes.keys()),
  });
}

/** All that the provider has to run; what only runs after a suspend needs another provider. */
function contentsOf({set, provider}: Home) {
  const own = <T extends {readonly id: string; readonly record: {readonly origin: {readonly provider: string}}}>(
    units: Iterable<T>,
  ) => [...units].filter(({record}) => record.origin.provider === provider.name);
  const templates = own(set.templates.values()).filter(({instanceKind}) => instanceKind === 'job');
  const resources = new Set(templates.map(({resource}) => resource.id));
  const jobs = own(set.jobs.values()).filter(({id}) => !partialId(id).startsWith('after-suspend'));
  const ids = (units: readonly {readonly id: string}[]): readonly string[] =>
    units.map(({id}) => id.slice(provider.namespace.length + 2));
  return {
    setup: ids(jobs.filter(({kind}) => kind === 'setup job')),
    bootstrap: ids(jobs.filter(({id}) => resources.has(id))),
    include: ids([...jobs.filter(({kind, id}) => kind === 'job' && !resources.has(id)), ...templates]),
  };
}

function writeAll(context: CliContext, files: readonly NewFile[], word: string): void {
  const {host, words} = context;
  for (const {path} of files) {
    if (host.files.stat(path) !== undefined) {
      throw usageError(words, {code: 'usage/file-exists', message: fileExists(path), word});
    }
  }
  for (const file of files) {
    try {
      makeDirectories(dirname(file.path));
    } catch (error) {
      const message = `cannot make the folder ${dirname(file.path)}: ${messageOf(error)}`;
      throw usageError(words, {code: 'usage/cannot-write', message, word});
    }
    writeNewFile(context, file, word);
  }
}
