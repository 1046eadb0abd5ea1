import type {RecordValue} from '../../expressions/environment.ts';
import {fill} from '../../templates/fill.ts';
import type {Hole} from '../../templates/rendered.ts';
import {mark} from '../../templates/shell/place.ts';
import {scan} from '../../templates/shell/scan.ts';
import {isListValue, valueText} from '../../templates/value-text.ts';

export type InputValues = ReadonlyMap<string, RecordValue>;

/** `ASSAY_INPUT_name` for each; the items of a list stand on a line each. */
export function inputVariables(inputs: InputValues): Readonly<Record<string, string>> {
  const text = (value: RecordValue): string =>
    isListValue(value) ? value.map(valueText).join('\n') : valueText(value);
  return Object.fromEntries(
    [...inputs].map(([name, value]) => [`ASSAY_INPUT_${name.replace(/\W/g, '_')}`, text(value)]),
  );
}

const nowhere = {file: {path: '', text: ''}, start: 0, end: 0};

function holeOf(name: string, value: RecordValue): Hole {
  const base = {text: valueText(value), source: 'record', written: `{${name}}`, key: name, span: nowhere} as const;
  return isListValue(value) ? {...base, items: value.map(valueText)} : base;
}

export type FilledCommand =
  | {readonly ok: true; readonly text: string}
  /** A sentence. */
  | {readonly ok: false; readonly reason: string};

/**
 * The command with `{name}` replaced by the input of that name, quoted for its place; other braces, and those behind a
 * dollar, stay. Refused where a value cannot stand there safely.
 */
export function fillInputs(command: string, inputs: InputValues): FilledCommand {
  if (inputs.size === 0) return {ok: true, text: command};
  if (command.includes(mark)) return {ok: false, reason: 'the character U+FDD0 cannot stand in a command with inputs'};
  const holes: Hole[] = [];
  const skeleton = command.replace(/(?<!\$)\{([\w-]+)\}/g, (written, name: string) => {
    const value = inputs.get(name);
    if (value === undefined) return written;
    holes.push(holeOf(name, value));
    return mark;
  });
  const options = {kind: 'shell', placesOf: scan, mayRun: false, isWrittenOut: () => false} as const;
  const filled = fill({skeleton, literals: skeleton.split(mark), holes, absent: []}, options);
  return filled.ok ? {ok: true, text: filled.text} : {ok: false, reason: `input ${filled.problem.message}`};
}
