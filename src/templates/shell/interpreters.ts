import {type Command, type Cursor, expansion, type Word} from './cursor.ts';
import {mark, type Place} from './place.ts';

export type Demanded = NonNullable<Place['demand']>;

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh', 'rbash', 'fish']);
/** Programs and builtins, not shells, that parse what they are given as shell text. */
const evaluators = new Set('eval ssh su runuser xargs adb'.split(' '));
/** The same, with names that are everyday words too: known only where a command begins. */
const namedEvaluators = new Set('trap script watch flock at batch parallel alias expect tmux screen xterm'.split(' '));
/** Programs that run the command their arguments are. */
const carriers = new Set('busybox docker podman lxc adb nsenter unshare systemd-run machinectl'.split(' '));
/** Languages whose program is an argument, or a file after which the arguments are data. */
const languages = new Set('python python2 python3 perl ruby node lua php tclsh wish osascript R Rscript'.split(' '));
const filters = new Set('awk gawk mawk nawk sed jq yq bc dc gdb sqlite3 mysql psql socat gnuplot'.split(' '));
/** The word after these names a program or a file to run. */
const wrappers = new Set(
  'sudo env exec command builtin nohup time nice ionice setsid timeout stdbuf source . chroot'.split(' '),
);

/** What a script as a whole and each of its words ask of the values put into them. */
export interface Findings {
  /** Some part of the script parses, while it runs, text that may hold any other text of it. */
  everywhere: Demanded | undefined;
  /** Stretches of the script whose placeholders come under a demand. */
  readonly stretches: {readonly start: number; readonly end: number; readonly demand: Demanded}[];
  /** Offsets of placeholders in a word that names a program. */
  readonly runs: Set<number>;
  /** Variables the script fills. */
  readonly assigned: Set<string>;
}

/** A command's words from one that names a parser on; `begins` where that word surely is the program. */
interface Parser {
  readonly name: string;
  readonly rest: readonly Word[];
  readonly begins: boolean;
  readonly command: Command;
}

export function baseName(word: Word): string {
  return word.literal.slice(word.literal.lastIndexOf('/') + 1);
}

function isDynamic(word: Word): boolean {
  return word.literal.includes(expansion);
}

function again(what: string, kind: Demanded['kind'] = 'inert'): Demanded {
  return {kind, because: `${what} parses it a second time`};
}

export function demandOf(words: readonly Word[], demand: Demanded, found: Findings): void {
  for (const {start, end} of words) found.stretches.push({start, end, demand});
}

function demandInput(command: Command, demand: Demanded, found: Findings): void {
  for (const {start, end} of command.bodies) found.stretches.push({start, end, demand});
  demandOf(command.redirections, demand, found);
}

/** The program's own word, behind `sudo`, `env` and their like too. */
export function noteRuns(words: readonly Word[], found: Findings): void {
  for (const [index, word] of words.entries()) {
    const before = index === 0 ? undefined : words[index - 1];
    const isOption = index > 0 && (word.literal.startsWith('-') || /^\w+=/.test(word.literal));
    const isOperand = before !== undefined && (baseName(before) === 'timeout' || /^-[ugnkhpcC]$/.test(before.literal));
    if (isOption || isOperand) continue;
    for (const offset of word.marks) found.runs.add(offset);
    if (!wrappers.has(baseName(word))) return;
  }
}

export function inspectPrograms(command: Command, words: readonly Word[], found: Findings): void {
  const carried = words[0] !== undefined && carriers.has(baseName(words[0]));
  for (const [index, word] of words.entries()) {
    const name = baseName(word);
    const before = index === 0 ? undefined : words[index - 1];
    const begins = before === undefined || wrappers.has(baseName(before));
    const inspect = inspectionOf(name, begins);
    if (inspect !== undefined) inspect({name, rest: words.slice(index + 1), begins: begins || carried, command}, found);
    // All words behind an evaluator are under its demand.
    if (inspect === inspectEvaluator) return;
  }
}

function inspectionOf(name: string, begins: boolean): ((parser: Parser, found: Findings) => void) | undefined {
  if (shells.has(name)) return inspectShell;
  if (evaluators.has(name) || (begins && namedEvaluators.has(name))) return inspectEvaluator;
  return languages.has(name) || filters.has(name) ? inspectLanguage : undefined;
}

/** `sh -c TEXT`, or a shell that reads its input. One that runs a script's file parses nothing of ours. */
function inspectShell({name, rest, begins, command}: Parser, found: Findings): void {
  const option = rest.findIndex(({literal}) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(literal));
  if (option === -1) {
    const file = rest.some(({literal}) => !literal.startsWith('-')) && !rest.some(({literal}) => literal === '-s');
    if (file || !begins) return;
    found.everywhere ??= again(`a ${name} that reads its input`);
    return;
  }
  const code = rest[option + 1];
  demandOf(rest.slice(0, option + 2), again(`${name} -c`), found);
  if (code === undefined) return;
  if (isDynamic(code)) found.everywhere ??= again(`${name} -c, given text with expansions,`);
  if (/\b(?:eval|sh|bash|dash|ssh|su|trap)\b/.test(code.literal)) {
    demandOf(rest, again(`the text given to ${name} -c`), found);
    demandInput(command, again(`the text given to ${name} -c`), found);
  }
}

function inspectEvaluator({name, rest, command}: Parser, found: Findings): void {
  demandOf(rest, again(name), found);
  demandInput(command, again(name), found);
  if (rest.some(isDynamic)) found.everywhere ??= again(`${name}, given text with expansions,`);
  if (name === 'xargs' || name === 'parallel') found.everywhere ??= again(`${name} splits its input and`);
}

/** A value that is a whole argument after the program's file is data; any other may become part of a program. */
function inspectLanguage({name, rest, command}: Parser, found: Findings): void {
  const scripted = languages.has(name);
  let seen = false;
  let previous = '';
  for (const word of rest) {
    const whole = [...word.literal].every((char) => char === mark);
    if (!(seen && (scripted || (whole && !previous.startsWith('-'))))) demandOf([word], again(name, 'plain'), found);
    const isCode = scripted && /^-[a-zA-Z]*[cemrE]$/.test(previous);
    if (!word.literal.startsWith('-') && !isCode && !word.literal.includes(mark)) seen = true;
    previous = word.literal;
  }
  if (!seen) demandInput(command, again(name, 'plain'), found);
}

/** Everything of a script that no rule has looked at yet. */
export function noFindings(): Findings {
  return {everywhere: undefined, stretches: [], runs: new Set(), assigned: new Set()};
}

/** Variables used by these words are evaluated as arithmetic. */
export function noteArithmeticUse(cursor: Cursor, words: readonly Word[]): void {
  for (const word of words) for (const name of word.variables) cursor.arithmetic.add(name);
}
