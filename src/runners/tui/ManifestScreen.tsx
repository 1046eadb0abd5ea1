import {Box, type Key, Text, useInput} from 'ink';
import {useState} from 'react';
import type {ManifestEntry} from '../../units/unit.ts';
import {harmless} from '../harmless.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {fitTo, moved, windowAround} from './text.ts';

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

/** What of the hardware the plan depends on and only a person knows. What is left open stays unknown. */
export function ManifestScreen({entries, size, done}: ManifestScreenProps) {
  const ordered = inPromptOrder(entries);
  const [answers, setAnswers] = useState<Answers>(new Map());
  const [at, setAt] = useState(0);
  const rows = rowsOf(ordered);
  const height = innerRows(size);
  const entry = ordered[at];

  const answer = (value: boolean | number | undefined): void => {
    if (entry === undefined) return;
    const next = new Map(answers);
    if (value === undefined) next.delete(entry.id);
    else next.set(entry.id, value);
    setAnswers(next);
    if (typeof value === 'boolean') setAt(Math.min(at + 1, ordered.length - 1));
  };
  /** A number is typed digit by digit; true: the key was meant for it. */
  const edit = (input: string, {backspace, delete: isDelete}: Key): boolean => {
    if (entry === undefined || entry.valueType !== 'natural') return false;
    const typed = String(answers.get(entry.id) ?? '');
    const isErasing = backspace || isDelete;
    if (!isErasing && !/^\d$/.test(input)) return false;
    const next = isErasing ? typed.slice(0, -1) : `${typed}${input}`.slice(0, mostDigits);
    answer(next === '' ? undefined : Number(next));
    return true;
  };

  useInput((input, key) => {
    const next = moved(key, at, {last: ordered.length - 1, page: height});
    if (next !== undefined) setAt(next);
    else if (key.return) done(answers);
    else if (key.escape || (key.ctrl && input === 'c')) done(undefined);
    else if (input === '?') answer(undefined);
    else if (!edit(input, key) && entry?.valueType === 'bool' && /^[yn]$/.test(input)) answer(input === 'y');
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
