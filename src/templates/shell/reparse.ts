import type {Command, Cursor, Word} from './cursor.ts';
import {
  baseName,
  type Demanded,
  demandOf,
  type Findings,
  inspectPrograms,
  noFindings,
  noteArithmeticUse,
  noteRuns,
} from './interpreters.ts';
import {commandWords, isAssignment} from './words.ts';

/** Builtins whose arguments are names of variables; a subscript in a name is evaluated. */
const naming = new Set('unset read mapfile readarray getopts wait let'.split(' '));
const declaring = new Set('declare typeset local export readonly'.split(' '));

/** What the commands that have been read do with the text they are given. */
export function findReparsing(cursor: Cursor): Findings {
  const found = noFindings();
  for (const command of cursor.commands) {
    if (command.conditional) inspectConditional(cursor, command, found);
    else inspectCommand(cursor, command, found);
  }
  inspectVariables(cursor, found);
  for (const command of cursor.commands) {
    for (const {names} of holdersOf(command)) for (const name of names) found.assigned.add(name);
  }
  return found;
}

/** `[[ a -eq b ]]` evaluates both sides as arithmetic, `-v` a subscript. */
function inspectConditional(cursor: Cursor, {words}: Command, found: Findings): void {
  if (!words.some(({literal}) => /^-(?:eq|ne|lt|le|gt|ge|v)$/.test(literal))) return;
  demandOf(words, {kind: 'arithmetic', because: '[[ … ]] takes it as an arithmetic expression'}, found);
  noteArithmeticUse(cursor, words);
}

function inspectCommand(cursor: Cursor, command: Command, found: Findings): void {
  const words = commandWords(command);
  const [first, ...operands] = words;
  if (first === undefined) return;
  noteRuns(words, found);
  inspectPrograms(command, words, found);
  const name = baseName(first);
  const names: Demanded = {kind: 'name', because: `${name} evaluates names of variables`};
  if (naming.has(name)) {
    demandOf(operands, names, found);
    if (name === 'let') noteArithmeticUse(cursor, operands);
  } else if (declaring.has(name)) inspectDeclaration(cursor, {name, words: operands, names}, found);
  else if (['test', '[', 'printf'].includes(name) && operands.some(({literal}) => literal === '-v')) {
    demandOf(operands, names, found);
  }
}

interface Declaration {
  readonly name: string;
  readonly words: readonly Word[];
  readonly names: Demanded;
}

function inspectDeclaration(cursor: Cursor, {name, words, names}: Declaration, found: Findings): void {
  if (words.some(({literal}) => /^-[a-zA-Z]*i/.test(literal))) {
    demandOf(words, {kind: 'arithmetic', because: `${name} -i takes it as an arithmetic expression`}, found);
    noteArithmeticUse(cursor, words);
    return;
  }
  for (const word of words) if (!isAssignment(word)) demandOf([word], names, found);
}

/** A command that fills variables, and the words their values come from; no words where they come from its input. */
interface Holder {
  readonly names: readonly string[];
  readonly words: readonly Word[];
}

/** Variables that hold a value and whose content is later evaluated as arithmetic, by way of other variables too. */
function inspectVariables(cursor: Cursor, found: Findings): void {
  if (cursor.arithmetic.size === 0) return;
  const demand: Demanded = {kind: 'arithmetic', because: 'a variable that holds it is used in arithmetic'};
  const holders = cursor.commands.flatMap(holdersOf);
  const isUsed = ({names}: Holder): boolean => names.some((name) => cursor.arithmetic.has(name));
  for (let before = -1; before !== cursor.arithmetic.size; ) {
    before = cursor.arithmetic.size;
    for (const holder of holders) if (isUsed(holder)) noteArithmeticUse(cursor, holder.words);
  }
  for (const holder of holders) {
    if (!isUsed(holder)) continue;
    demandOf(holder.words, demand, found);
    if (holder.words.length === 0) found.everywhere ??= {...demand, kind: 'plain'};
  }
  if (cursor.arithmetic.has('1')) found.everywhere ??= {...demand, kind: 'plain'};
}

function holdersOf(command: Command): readonly Holder[] {
  const words = commandWords(command);
  const [first, second] = words;
  const assigned: Holder[] = command.words
    .filter(isAssignment)
    .map((word) => ({names: [/^\w+/.exec(word.literal)?.[0] ?? ''], words: [word]}));
  if (first === undefined) return assigned;
  const name = baseName(first);
  if (name === 'for' || name === 'select')
    return [...assigned, {names: [second?.literal ?? ''], words: words.slice(2)}];
  if (!naming.has(name)) return assigned;
  const names = words.slice(1).map(({literal}) => literal);
  return [...assigned, {names: [...names, 'REPLY', 'MAPFILE'], words: []}];
}
