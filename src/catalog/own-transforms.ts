import {extname, join, relative} from 'node:path';
import type {Diagnostic, DiagnosticCode, Severity} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {messageOf} from '../base/message-of.ts';
import {nearest} from '../base/nearest.ts';
import type {SourceText} from '../base/source.ts';
import {builtInTransforms, type NamedTransform} from '../transforms/built-in.ts';
import type {Transform} from '../transforms/transform.ts';
import {checked} from './foreign-transform.ts';
import {importModule} from './import-module.ts';
import type {Progress} from './in-time.ts';
import {isFile} from './provider-folder.ts';
import type {Provider} from './unit-set.ts';

export interface OwnTransformOptions {
  /** False refuses modules of providers: they are code. */
  readonly ownTransforms?: boolean;
  /** Loads a module by its absolute path; Node does where this is absent. */
  readonly importModule?: (path: string, longestMs: number) => Promise<unknown>;
  /** Milliseconds that modules may take for a few hundred units. */
  readonly longestMs?: number;
}

export interface OwnTransforms {
  readonly transforms: readonly NamedTransform[];
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where no module is among them. */
  readonly progress: Progress | undefined;
}

const extensions = ['.js', '.mjs', '.ts', '.mts'];

/** `longestMs` where it is absent. */
const patienceMs = 10_000;

type One = {readonly transform: NamedTransform} | {readonly diagnostic: Diagnostic};

interface Complaint {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly severity?: Severity;
  readonly suggestion?: string | undefined;
}

function refuse(text: SourceText, {code, message, severity = 'error', suggestion}: Complaint): One {
  const diagnostic = {code, severity, message, span: text.span};
  return {diagnostic: suggestion === undefined ? diagnostic : {...diagnostic, suggestion}};
}

function isTransform(value: unknown): value is Transform {
  return typeof value === 'function';
}

function builtIn(text: SourceText): One {
  const transform = builtInTransforms.get(text.text);
  if (transform !== undefined) return {transform: {name: text.text, transform}};
  return refuse(text, {
    code: 'provider/unknown-transform',
    message: `There is no built-in transform ${text.text}.`,
    suggestion: nearest(text.text, builtInTransforms.keys()),
  });
}

function exported(module: unknown): unknown {
  if (typeof module === 'function') return module;
  if (typeof module !== 'object' || module === null) return undefined;
  if ('transform' in module) return module.transform;
  return 'default' in module ? module.default : undefined;
}

/** Absolute, with links resolved; undefined where it is not a file inside the provider. */
function modulePath(host: Host, provider: Provider, text: SourceText): string | undefined {
  const path = join(provider.directory, text.text);
  if (!isFile(host, path)) return undefined;
  const inside = relative(host.files.realPath(provider.directory), host.files.realPath(path));
  return inside.startsWith('..') ? undefined : path;
}

interface Loading {
  readonly text: SourceText;
  readonly options: OwnTransformOptions;
  readonly progress: Progress;
}

async function loadModule(host: Host, provider: Provider, {text, options, progress}: Loading): Promise<One> {
  const code = 'provider/transform-module';
  if (options.ownTransforms === false) {
    const message = `The transform ${text.text} was refused, so the units are as they are without it.`;
    return refuse(text, {code: 'provider/transform-refused', severity: 'warning', message});
  }
  const path = modulePath(host, provider, text);
  if (path === undefined) return refuse(text, {code, message: `The provider has no file ${text.text}.`});
  if (!extensions.includes(extname(path))) {
    return refuse(text, {code, message: `A transform is a module: ${extensions.join(', ')}.`});
  }
  try {
    const load = options.importModule ?? importModule;
    const transform = exported(await load(path, progress.longestMs));
    if (isTransform(transform)) return {transform: {name: text.text, transform: checked(transform, text, progress)}};
    return refuse(text, {code, message: `${text.text} exports no function transform.`});
  } catch (error) {
    const reason = messageOf(error);
    return refuse(text, {code, message: `${text.text} cannot be loaded: ${reason.split('\n')[0]}.`});
  }
}

/** The transforms that provider.yaml lists, in its order. Its modules run with our rights, once it is loaded. */
export async function ownTransforms(
  host: Host,
  provider: Provider,
  options: OwnTransformOptions,
): Promise<OwnTransforms> {
  const transforms: NamedTransform[] = [];
  const diagnostics: Diagnostic[] = [];
  const progress: Progress = {longestMs: options.longestMs ?? patienceMs, module: undefined, record: undefined};
  let hasModules = false;
  for (const text of provider.transforms ?? []) {
    const isOwn = text.text.startsWith('./') || text.text.startsWith('../');
    const one = isOwn ? await loadModule(host, provider, {text, options, progress}) : builtIn(text);
    if ('transform' in one) {
      transforms.push(one.transform);
      hasModules ||= isOwn;
    } else diagnostics.push(one.diagnostic);
  }
  return {transforms, diagnostics, progress: hasModules ? progress : undefined};
}
