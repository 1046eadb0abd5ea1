import {Box, Text, useInput} from 'ink';
import {useState} from 'react';
import {wrapLines} from '../../base/columns.ts';
import {partialId} from '../../base/ids.ts';
import type {Outcome} from '../../session/events.ts';
import type {RunLine, RunView} from '../view/view.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {moved, windowWith} from './text.ts';
import {outcomeColour, outcomeWord} from './words.ts';

interface SummaryScreenProps {
  readonly view: RunView;
  readonly size: Size;
  readonly runAgain: (lines: readonly RunLine[]) => void;
  readonly leave: () => void;
}

const bad: ReadonlySet<Outcome | undefined> = new Set(['fail', 'crash', 'undecided', 'not-run']);

/** What came of it: the counts, each job that did not pass, with its reason; jobs can be chosen to run once more. */
export function SummaryScreen({view, size, runAgain, leave}: SummaryScreenProps) {
  const [cursor, setCursor] = useState(0);
  // Rows of the job's reason that are above the screen, where it has more than fit.
  const [above, setAbove] = useState(0);
  const [showsAll, setShowsAll] = useState(false);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const failed = view.lines.filter((line) => bad.has(line.outcome));
  const lines = view.lines.filter((line) => line.status === 'done' && (showsAll || line.outcome !== 'pass'));
  const rows = Math.max(1, innerRows(size) - 2);
  const at = Math.min(cursor, Math.max(0, lines.length - 1));
  const here = lines[at];
  const chosen = view.lines.filter(({job}) => marked.has(job.id));
  const again = chosen.length > 0 ? chosen : failed;

  const entries = lines.flatMap((line, index) =>
    describe(line, {columns: size.columns, isHere: index === at, isMarked: marked.has(line.job.id)}),
  );
  const own = rowsOf(entries, here);
  const hidden = Math.max(0, own.count - rows);
  const look = (place: number): void => {
    setCursor(place);
    setAbove(0);
  };

  useInput((input, key) => {
    const within = moved(key, above, {last: hidden, page: rows});
    if (within !== undefined && within !== above) {
      setAbove(within);
      return;
    }
    const next = moved(key, at, {last: Math.max(0, lines.length - 1), page: Math.max(1, Math.floor(rows / 2))});
    if (next !== undefined) look(next);
    else if (input === ' ' && here !== undefined) {
      setMarked(toggled(marked, here.job.id));
      look(Math.min(at + 1, lines.length - 1));
    } else if (input === 'a') {
      setShowsAll(!showsAll);
      look(0);
    } else if (input === 'r' && again.length > 0) runAgain(again);
    else if (key.return || key.escape || input === 'q' || (key.ctrl && input === 'c')) leave();
  });

  const {from, to} = windowWith(entries.length, {first: own.first + above, count: own.count - above}, rows);
  const counts = [...view.counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return (
    <Frame
      size={size}
      title={view.title}
      status={`${view.done} of ${view.total}`}
      keys={keysFor(again, chosen, showsAll)}
    >
      <Text bold wrap="truncate" color={failed.length === 0 ? 'green' : 'red'}>
        {failed.length === 0 ? ' Nothing failed.' : ` ${failed.length} did not pass.`}{' '}
        <Text bold={false}>{counts}</Text>
      </Text>
      <Text dimColor> {hidden === 0 ? '' : `lines ${above + 1} to ${above + rows} of ${own.count}, up/down`}</Text>
      <Box flexDirection="column">
        {entries.slice(from, to).map((entry) => (
          <Text key={entry.key} wrap="truncate" {...(entry.colour === undefined ? {} : {color: entry.colour})}>
            {entry.text}
          </Text>
        ))}
      </Box>
    </Frame>
  );
}

function keysFor(again: readonly RunLine[], chosen: readonly RunLine[], showsAll: boolean): string {
  const which = chosen.length > 0 ? `the ${chosen.length} chosen` : `the ${again.length}`;
  const run = again.length > 0 ? `   r run ${which} again` : '';
  return `Enter finish   Space choose${run}   a ${showsAll ? 'only what did not pass' : 'all jobs'}`;
}

function toggled(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(marked);
  if (!next.delete(id)) next.add(id);
  return next;
}

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly jobId: string;
  readonly colour?: 'green' | 'red' | 'yellow';
}

/** Which rows a job has. */
function rowsOf(
  entries: readonly Entry[],
  line: RunLine | undefined,
): {readonly first: number; readonly count: number} {
  const first = entries.findIndex(({jobId}) => jobId === line?.job.id);
  return {first: Math.max(0, first), count: entries.filter(({jobId}) => jobId === line?.job.id).length};
}

const indent = 14;

interface Look {
  readonly columns: number;
  readonly isHere: boolean;
  readonly isMarked: boolean;
}

function describe(line: RunLine, {columns, isHere, isMarked}: Look): readonly Entry[] {
  const colour = outcomeColour(line.outcome);
  const jobId = line.job.id;
  const word = (line.outcome === undefined ? '' : outcomeWord(line.outcome)).padEnd(7);
  const head = `${isHere ? '>' : ' '} [${isMarked ? 'x' : ' '}] ${word} ${partialId(jobId)}`;
  const because = [line.reason, line.comments === undefined ? undefined : `comment: ${line.comments}`]
    .filter((text) => text !== undefined)
    .flatMap((text) => wrapLines(text, columns - indent - 1));
  return [
    {key: jobId, jobId, text: head, ...(colour === undefined ? {} : {colour})},
    ...because.map((text, index) => ({key: `${jobId} ${index}`, jobId, text: `${' '.repeat(indent)}${text}`})),
  ];
}
