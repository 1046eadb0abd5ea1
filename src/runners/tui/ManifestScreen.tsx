import {Box, Text, useInput} from 'ink';
import {fitTo} from '../../base/columns.ts';
import type {ManifestEntry} from '../../units/unit.ts';
import {harmless} from '../process/harmless.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {type Press, splitKeys} from './split-keys.ts';
import {moved, windowAround} from './text.ts';
import {useLiveState} from './use-live-state.ts';

type Answers = ReadonlyMap<string, boolean | number>;

interface ManifestScreenProps {
  readonly entries: readonly ManifestEntry[];
  readonly size: Size;
  /** Undefined: leave without running anything. */
  readonly done: (answers: Answers | undefined) => void;
}

const defaultPrompts = {
  bool: 'Does this machine have this piece of hardware?',
  natural: 'Please enter the requested data:',
} as const;

type Row =
  | {readonly type: 'prompt'; readonly text: string}
  | {readonly type: 'entry'; readonly entry: ManifestEntry; readonly index: number};

function promptOf({prompt, valueType}: ManifestEntry): string {
  return harmless(prompt ?? defaultPrompts[valueType]).replaceAll('\n', ' ');
}

/** Entries that are asked in the same words stand below them. */
function inPromptOrder(entries: readonly ManifestEntry[]): readonly ManifestEntry[] {
  const groups = Map.groupBy(entries, promptOf);
  return [...groups.values()].flat();
}

function rowsOf(entries: readonly ManifestEntry[]): readonly Row[] {
  return entries.flatMap((entry, index): Row[] => {
    const before = entries[index - 1];
    const text = promptOf(entry);
    const isNew = before === undefined || promptOf(before) !== text;
    const row: Row = {type: 'entry', entry, index};
    return isNew ? [{type: 'prompt', text}, row] : [row];
  });
}

function shownAnswer({valueType, valueUnit}: ManifestEntry, answer: boolean | number | undefined): string {
  if (valueType === 'natural') {
    const unit = valueUnit === undefined ? '' : ` ${harmless(valueUnit)}`;
    return `${answer === undefined ? '____' : answer}${unit}`;
  }
  return `(${answer === true ? '*' : ' '}) yes  (${answer === false ? '*' : ' '}) no`;
}

/** A number as far as it is typed. */
const mostDigits = 9;

interface Form {
  readonly answers: Answers;
  readonly at: number;
}

function answered({answers, at}: Form, entry: ManifestEntry, value: boolean | number | undefined): Form {
  const next = new Map(answers);
  if (value === undefined) next.delete(entry.id);
  else next.set(entry.id, value);
  return {answers: next, at: typeof value === 'boolean' ? at + 1 : at};
}

/** A number is typed digit by digit; undefined: the key was not meant for it. */
function edited(form: Form, entry: ManifestEntry, {input, key}: Press): Form | undefined {
  if (entry.valueType !== 'natural') return undefined;
  const typed = String(form.answers.get(entry.id) ?? '');
  const isErasing = key.backspace || key.delete;
  if (!isErasing && !/^\d$/.test(input)) return undefined;
  const next = isErasing ? typed.slice(0, -1) : `${typed}${input}`.slice(0, mostDigits);
  return answered(form, entry, next === '' ? undefined : Number(next));
}

/** The form after a key that leaves it open. */
function pressed(form: Form, entries: readonly ManifestEntry[], {press, page}: {press: Press; page: number}): Form {
  const {input, key} = press;
  const last = entries.length - 1;
  const at = moved(key, form.at, {last, page});
  if (at !== undefined) return {...form, at};
  const entry = entries[form.at];
  if (entry === undefined) return form;
  if (input === '?') return answered(form, entry, undefined);
  const number = edited(form, entry, press);
  if (number !== undefined) return number;
  if (entry.valueType !== 'bool' || !/^[yn]$/.test(input)) return form;
  const next = answered(form, entry, input === 'y');
  return {...next, at: Math.min(next.at, last)};
}

/** What of the hardware the plan depends on and only a person knows. What is left open stays unknown. */
export function ManifestScreen({entries, size, done}: ManifestScreenProps) {
  const ordered = inPromptOrder(entries);
  const form = useLiveState<Form>({answers: new Map(), at: 0});
  const {answers, at} = form.read();
  const rows = rowsOf(ordered);
  const height = innerRows(size);

  useInput((typed, whole) => {
    let next = form.read();
    for (const press of splitKeys(typed, whole)) {
      const {input, key} = press;
      if (key.return) return done(next.answers);
      if (key.escape || (key.ctrl && input === 'c')) return done(undefined);
      next = pressed(next, ordered, {press, page: height});
    }
    form.write(next);
  });

  const focus = rows.findIndex((row) => row.type === 'entry' && row.index === at);
  const {from, to} = windowAround(rows.length, focus, height);
  const nameWidth = Math.max(10, Math.min(60, size.columns - 30));
  return (
    <Frame
      size={size}
      title="Assay: what has this machine?"
      status={`${answers.size} of ${ordered.length} answered`}
      keys="y yes  n no  0-9 number  ? leave open   up/down move   Enter go on   Esc leave"
    >
      <Box flexDirection="column">
        {rows.slice(from, to).map((row) => {
          if (row.type === 'prompt') {
            return (
              <Text key={row.text} wrap="truncate">
                {` ${row.text}`}
              </Text>
            );
          }
          const here = row.index === at;
          const name = fitTo(harmless(row.entry.name).replaceAll('\n', ' '), nameWidth);
          return (
            <Text key={row.entry.id} bold={here} wrap="truncate">
              {` ${here ? '>' : ' '} ${name} ${shownAnswer(row.entry, answers.get(row.entry.id))}`}
            </Text>
          );
        })}
      </Box>
    </Frame>
  );
}
