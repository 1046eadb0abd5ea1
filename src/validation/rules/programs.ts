import {join} from 'node:path';
import type {Diagnostic} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {type SourceText, type Span, spanWithin} from '../../base/source.ts';
import {type Provider, providerNamed} from '../../catalog/unit-set.ts';
import {expansion, type Word} from '../../templates/shell/cursor.ts';
import {fieldText} from '../../units/record-access.ts';
import type {Job} from '../../units/unit.ts';
import {isPlain, namesInFolder, type Programs, programsOf, programWord} from '../programs.ts';
import {finding, type Rule, type Subject} from '../rule.ts';

/** A name that a script has and hardly any program of a system. */
const scriptName = /^[\w-]+\.(?:py|sh|pl)$/;
const shortestCompared = 6;

/** Equal but for a letter or two that is wrong, missing, too many or swapped. */
function isSlip(name: string, other: string): boolean {
  if (Math.abs(other.length - name.length) > 1) return false;
  const same = [...name].filter((letter, at) => other.slice(Math.max(0, at - 1), at + 2).includes(letter));
  return same.length >= name.length - 2;
}

type Missing = (name: string, isScript: boolean) => {readonly suggestion: string | undefined} | undefined;

/** Whether a program is one that should be in a `bin/` and is not; asked once for each name. */
function missingIn(programs: Programs): Missing {
  const known = new Map<string, ReturnType<Missing>>();
  const byLetter = Map.groupBy(programs.scripts, (name) => name[0]);
  const look: Missing = (name, isScript) => {
    if (programs.scripts.has(name) || programs.compiled.has(name)) return undefined;
    if (isScript || scriptName.test(name)) return {suggestion: nearest(name, programs.scripts)};
    // Anything that is not clearly a slip is another program of the system.
    if (name.length < shortestCompared) return undefined;
    const suggestion = byLetter.get(name[0])?.find((script) => isSlip(name, script));
    return suggestion === undefined ? undefined : {suggestion};
  };
  return (name, isScript) => {
    const key = `${name} ${isScript}`;
    if (!known.has(key)) known.set(key, look(name, isScript));
    return known.get(key);
  };
}

function missingScript(message: string, span: Span, suggestion: string | undefined): Diagnostic {
  return finding({code: 'unit/missing-script', severity: 'warning', message, span, suggestion});
}

/** Scripts that change where programs are looked for, and names that they give to functions of their own. */
const ownPath = /\bPATH=|(?:^|[;&|\n])\s*(?:\.|source)\s/;
const ownNames = /([\w.-]+)\s*\(\)|\balias\s+([\w.-]+)=/g;

/** Looking for such names takes longer than looking whether there can be any. */
function namesGivenIn(script: string): Set<string> {
  if (!script.includes('()') && !script.includes('alias')) return new Set();
  return new Set([...script.matchAll(ownNames)].flatMap(([, name, alias]) => name ?? alias ?? []));
}

interface Search {
  readonly subject: Subject;
  readonly scripts: ReadonlySet<string>;
  readonly missing: Missing;
}

/** What a run description names as a script of its provider: the command that is made of it stands for that name. */
function scriptNamed({pieces, span: {file, start, end}}: SourceText): string | undefined {
  if (pieces?.length !== 0) return undefined;
  return file.text.slice(start, end).replaceAll(/^\s*["']?|["']?\s*$/g, '');
}

function* checkPrograms(job: Job, command: SourceText, {subject, scripts, missing}: Search): Iterable<Diagnostic> {
  const {commands, trouble} = subject.scriptOf(command);
  if (trouble !== undefined || ownPath.test(command.text)) return;
  const said = namesGivenIn(command.text);
  const script = scriptNamed(command);
  for (const [index, words] of commands.entries()) {
    const word = programWord(words);
    if (word === undefined || !isPlain(word) || said.has(word.literal)) continue;
    const {literal, start, end} = word;
    said.add(literal);
    const found = missing(literal, literal === script);
    if (found !== undefined) {
      const message = `There is no ${literal} in the bin folder of any provider.`;
      yield missingScript(message, spanWithin(command, start, end), found.suggestion);
    } else if (index === 0 && !job.flags.includes('preserve-cwd') && /^(?:\.\/|bin\/)/.test(literal)) {
      // The script starts in a folder of its own, and nothing is there yet.
      const name = literal.slice(literal.lastIndexOf('/') + 1);
      const message = `${literal} is looked for in the job's own folder, which is empty when it starts.`;
      yield missingScript(message, spanWithin(command, start, end), scripts.has(name) ? name : undefined);
    }
  }
}

/** The path below the provider's `data/` that a word names, where it names nothing else. */
function dataPath({literal, variables}: Word): string | undefined {
  const isData = variables.length === 1 && variables[0] === 'PLAINBOX_PROVIDER_DATA';
  if (!isData || !literal.startsWith(`${expansion}/`)) return undefined;
  return literal.slice(expansion.length + 1);
}

interface Data {
  readonly provider: Provider;
  readonly files: NonNullable<Subject['files']>;
}

function* checkData(command: SourceText, subject: Subject, {provider, files}: Data): Iterable<Diagnostic> {
  if (!command.text.includes('PLAINBOX_PROVIDER_DATA')) return;
  const folder = provider.dataDirectory;
  for (const word of subject.scriptOf(command).commands.flat()) {
    const path = dataPath(word);
    if (path === undefined || !isPlain({...word, literal: path})) continue;
    if (folder !== undefined && files.stat(join(folder, path)) !== undefined) continue;
    const slash = path.lastIndexOf('/') + 1;
    const near = folder && nearest(path.slice(slash), namesInFolder(files, join(folder, path.slice(0, slash))));
    yield finding({
      code: 'unit/missing-data',
      severity: 'warning',
      message: `There is no ${path} in the data folder of ${provider.name}.`,
      span: spanWithin(command, word.start, word.end),
      suggestion: near === undefined ? undefined : path.slice(0, slash) + near,
    });
  }
}

/** Scripts and data files that commands name and that their provider does not have. */
export const programs: Rule = function* (subject): Iterable<Diagnostic> {
  const {set, written, files} = subject;
  if (files === undefined) return;
  const known = programsOf([...set.providers, ...subject.neighbours], files);
  const search = {subject, scripts: known.scripts, missing: missingIn(known)};
  const seen = new Set<SourceText>();
  for (const {job} of written) {
    const command = fieldText(job.record, 'command');
    if (command === undefined || seen.has(command)) continue;
    seen.add(command);
    yield* checkPrograms(job, command, search);
    const provider = providerNamed(set, job.record.origin.provider);
    if (provider !== undefined) yield* checkData(command, subject, {provider, files});
  }
};
