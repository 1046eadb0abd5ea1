import {Box, Text, useInput} from 'ink';
import {useState} from 'react';
import {partialId} from '../../base/ids.ts';
import type {Outcome} from '../../session/events.ts';
import type {RunLine, RunView} from '../view/view.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {moved, wrapLines} from './text.ts';
import {outcomeColour, outcomeWord} from './words.ts';

interface SummaryScreenProps {
  readonly view: RunView;
  readonly size: Size;
  readonly runAgain: (lines: readonly RunLine[]) => void;
  readonly leave: () => void;
}

const bad: ReadonlySet<Outcome | undefined> = new Set(['fail', 'crash', 'undecided', 'not-run']);

/** What came of it: the counts, each job that did not pass, with its reason. */
export function SummaryScreen({view, size, runAgain, leave}: SummaryScreenProps) {
  const [top, setTop] = useState(0);
  const failed = view.lines.filter((line) => bad.has(line.outcome));
  const open = view.lines.filter((line) => line.status === 'done' && line.outcome !== 'pass');
  const entries = open.flatMap((line) => describe(line, size.columns));
  const rows = Math.max(1, innerRows(size) - 2);
  const lastTop = Math.max(0, entries.length - rows);
  const at = Math.min(top, lastTop);

  useInput((input, key) => {
    const next = moved(key, at, {last: lastTop, page: rows});
    if (next !== undefined) setTop(next);
    else if (input === 'r' && failed.length > 0) runAgain(failed);
    else if (key.return || key.escape || input === 'q' || (key.ctrl && input === 'c')) leave();
  });

  const counts = [...view.counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const again = failed.length > 0 ? `   r run the ${failed.length} again` : '';
  return (
    <Frame
      size={size}
      title={view.title}
      status={`${view.done} of ${view.total}`}
      keys={`Enter finish${again}   up/down scroll`}
    >
      <Text bold wrap="truncate" color={failed.length === 0 ? 'green' : 'red'}>
        {failed.length === 0 ? ' Nothing failed.' : ` ${failed.length} did not pass.`}{' '}
        <Text bold={false}>{counts}</Text>
      </Text>
      <Text> </Text>
      <Box flexDirection="column">
        {entries.slice(at, at + rows).map((entry) => (
          <Text key={entry.key} wrap="truncate" {...(entry.colour === undefined ? {} : {color: entry.colour})}>
            {entry.text}
          </Text>
        ))}
      </Box>
    </Frame>
  );
}

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly colour?: 'green' | 'red' | 'yellow';
}

function describe(line: RunLine, columns: number): readonly Entry[] {
  const colour = outcomeColour(line.outcome);
  const head = ` ${(line.outcome === undefined ? '' : outcomeWord(line.outcome)).padEnd(7)} ${partialId(line.job.id)}`;
  const because = [line.reason, line.comments === undefined ? undefined : `comment: ${line.comments}`]
    .filter((text) => text !== undefined)
    .flatMap((text) => wrapLines(text, columns - 10));
  return [
    {key: line.job.id, text: head, ...(colour === undefined ? {} : {colour})},
    ...because.map((text, index) => ({key: `${line.job.id} ${index}`, text: `         ${text}`})),
  ];
}
