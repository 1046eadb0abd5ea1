import {counted} from '../../base/counted.ts';
import {type Diagnostic, hasErrors} from '../../base/diagnostic.ts';
import type {SourceFile} from '../../base/source.ts';
import {parsePxu} from '../../units/parse-pxu.ts';
import {parseYaml} from '../../units/parse-yaml.ts';
import type {Origin, UnitRecord} from '../../units/record.ts';
import {compareUnits, type UnitDifference} from './same-units.ts';
import {type PxuFile, toPxu} from './to-pxu.ts';
import {toYaml} from './to-yaml.ts';
import {writeOut} from './write-out.ts';

export type Syntax = 'pxu' | 'yaml';

export interface Conversion {
  /** The file in the other form; undefined where an error stands in the way. */
  readonly text: string | undefined;
  /** Those that stand in the file, a document of defaults being none. */
  readonly unitCount: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Units do not depend on who provides them while they are only compared. */
const origin: Origin = {provider: 'converted', namespace: 'converted'};

function parse(file: SourceFile, syntax: Syntax) {
  return syntax === 'pxu' ? parsePxu(file, origin) : parseYaml(file, origin);
}

/** What is read as � cannot be written as it was. */
function sternly(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.code === 'syntax/invalid-utf8' ? {...diagnostic, severity: 'error'} : diagnostic;
}

/**
 * A unit file in the other form, comments kept. What comes out is read again: where its units are not those of the
 * file, that is an error and there is no text.
 */
export function convert(file: SourceFile, to: Syntax): Conversion {
  const from: Syntax = to === 'yaml' ? 'pxu' : 'yaml';
  const {value, diagnostics: found} = parse(file, from);
  const read = {value, diagnostics: found.map(sternly)};
  const unitCount = read.value.filter(({fields}) => !fields.has('defaults')).length;
  if (hasErrors(read.diagnostics)) return {text: undefined, unitCount, diagnostics: read.diagnostics};
  const made = to === 'yaml' ? {text: toYaml(file, read.value), diagnostics: []} : pxuOf(file, read.value);
  const diagnostics = [...read.diagnostics, ...made.diagnostics];
  if (hasErrors(diagnostics)) return {text: undefined, unitCount, diagnostics};
  const again = parse({path: `${file.path} as ${to}`, text: made.text}, to);
  const differences = compareUnits(read.value, again.value);
  const lost = lossesOf(differences, {file, records: read.value, to});
  const broken = again.diagnostics.filter(({severity}) => severity === 'error');
  const all = [...diagnostics, ...broken, ...lost];
  return {text: hasErrors(all) ? undefined : made.text, unitCount, diagnostics: all};
}

function pxuOf(file: SourceFile, records: readonly UnitRecord[]): PxuFile {
  const {records: written, diagnostics} = writeOut(records);
  return hasErrors(diagnostics) ? {text: '', diagnostics} : toPxu(file, written);
}

interface Subject {
  readonly file: SourceFile;
  readonly records: readonly UnitRecord[];
  readonly to: Syntax;
}

/** One unit that cannot be read again takes all that is made of it along, so not all are told. */
const mostLosses = 10;

function lossesOf(differences: readonly UnitDifference[], subject: Subject): readonly Diagnostic[] {
  const told = differences.slice(0, mostLosses).map((difference) => lossOf(difference, subject));
  const more = differences.length - told.length;
  const {file, to} = subject;
  if (more === 0) return told;
  const message = `${counted(more, 'more unit')} cannot be written in ${to}.`;
  return [...told, {code: 'syntax/conversion-differs', severity: 'error', message, span: {file, start: 0, end: 0}}];
}

function lossOf({index, id, properties}: UnitDifference, {file, records, to}: Subject): Diagnostic {
  const name = id === undefined ? `unit ${index + 1}` : id.slice(origin.namespace.length + 2);
  const what = properties.length === 0 ? 'it is no longer the same unit' : `its ${properties.join(', ')} would change`;
  const written = records.find((record) =>
    [...record.fields.values()].some(({value}) => value.type === 'text' && value.text.text === name),
  );
  const span = written?.span ?? {file, start: 0, end: 0};
  return {
    code: 'syntax/conversion-differs',
    severity: 'error',
    message: `${name} cannot be written in ${to}: ${what}.`,
    span,
  };
}
