import {rmSync} from 'node:fs';
import {basename, extname, resolve} from 'node:path';
import {counted} from '../../base/counted.ts';
import {type Diagnostic, hasErrors} from '../../base/diagnostic.ts';
import {diagnosticToJson, renderDiagnostic} from '../../base/render-diagnostic.ts';
import {type Conversion, convert, type Syntax} from '../../catalog/convert/convert.ts';
import {isTooLarge, readSource, tooLarge} from '../../catalog/read-source.ts';
import type {CliContext} from '../context.ts';
import {fileExists, writeNewFile} from '../new-file.ts';
import type {ConvertOptions, ExitCode} from '../options.ts';
import {writeJson} from '../output.ts';
import {usageError} from '../usage-error.ts';

interface Converted extends Conversion {
  readonly file: string;
  readonly target: string;
  readonly to: Syntax;
}

const syntaxes: ReadonlyMap<string, Syntax> = new Map([
  ['.pxu', 'pxu'],
  ['.txt', 'pxu'],
  ['.in', 'pxu'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
]);

/** Writes unit files in the other form. All are converted before the first is written, so that an error changes nothing. */
export async function convertFiles(
  context: CliContext,
  files: readonly string[],
  options: ConvertOptions,
): Promise<ExitCode> {
  const converted = files.map((file) => convertFile(context, file, options.to));
  if (options.write !== true && options.json !== true) refuseMixture(context, converted);
  for (const {diagnostics} of converted) showErrors(context, diagnostics);
  const isWhole = converted.every(({text}) => text !== undefined);
  if (isWhole && options.write === true) replaceFiles(context, converted);
  if (options.json) writeJson(context, converted.map(toJson));
  else if (isWhole && options.write !== true) writeTexts(context, converted);
  if (isWhole) return 0;
  if (converted.length > 1) context.err.write('nothing was converted: mend what is wrong first\n');
  return 2;
}

function convertFile(context: CliContext, file: string, wanted: Syntax | undefined): Converted {
  const {host, words} = context;
  const from = syntaxes.get(extname(file));
  const fail = (message: string) => usageError(words, {code: 'usage/not-a-unit-file', message, word: file});
  if (host.files.stat(file) === undefined) throw fail(`there is no file ${file}`);
  if (host.files.stat(file)?.kind === 'directory') throw fail(`${file} is a folder: name its unit files`);
  if (from === undefined) throw fail(`${file} is no unit file: those end in ${[...syntaxes.keys()].join(', ')}`);
  if (basename(file) === 'provider.yaml') throw fail(`${file} describes a provider and holds no units`);
  const to = from === 'pxu' ? 'yaml' : 'pxu';
  if (wanted === from) throw fail(`${file} is ${from} already`);
  const target = `${file.slice(0, -extname(file).length)}.${to}`;
  const read = readSource(host, resolve(context.workingDirectory, file), {shownAs: file});
  if (read.file === undefined) {
    return {file, target, to, text: undefined, unitCount: 0, diagnostics: read.diagnostics};
  }
  const made = convert(read.file, to);
  const size = Buffer.byteLength(made.text ?? '');
  if (!isTooLarge({size})) return {file, target, to, ...made};
  return {file, target, to, ...made, text: undefined, diagnostics: [...made.diagnostics, tooLarge(target, {size})]};
}

/** Two forms printed one after the other would be neither. */
function refuseMixture({words}: CliContext, [first, ...others]: readonly Converted[]): void {
  const other = others.find(({to}) => to !== first?.to);
  if (first === undefined || other === undefined) return;
  const message = `${other.file} would become ${other.to}, and ${first.file} ${first.to}: print one form, or give --write`;
  throw usageError(words, {code: 'usage/mixed-forms', message, word: other.file});
}

function showErrors({err, colour}: CliContext, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    if (hasErrors([diagnostic])) err.write(`${renderDiagnostic(diagnostic, {colour})}\n`);
  }
}

/** Together one stream of units, in either form. */
function writeTexts({out}: CliContext, converted: readonly Converted[]): void {
  const isYaml = converted[0]?.to === 'yaml';
  out.write(converted.map(({text = ''}) => text).join(isYaml ? '---\n' : '\n'));
}

function replaceFiles(context: CliContext, converted: readonly Converted[]): void {
  const {host, words} = context;
  const targets = new Set<string>();
  for (const {file, target} of converted) {
    const isTaken = targets.has(resolve(target)) || host.files.stat(target) !== undefined;
    if (isTaken) {
      throw usageError(words, {code: 'usage/file-exists', message: fileExists(target), word: file});
    }
    targets.add(resolve(target));
  }
  for (const one of converted) {
    const {file, target, text = '', unitCount} = one;
    writeNewFile(context, {path: target, text}, file);
    // The old file goes once the new one is whole.
    rmSync(file);
    context.err.write(`${file} is now ${target}, with ${counted(unitCount, 'unit')}\n`);
  }
}

function toJson({file, target, to, unitCount, text, diagnostics}: Converted): Readonly<Record<string, unknown>> {
  return {
    file,
    to,
    target,
    unitCount,
    ...(text === undefined ? {} : {text}),
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}
