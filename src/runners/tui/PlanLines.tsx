import {Box, Text} from 'ink';
import {fitTo} from '../../base/columns.ts';
import {wholeSeconds} from '../../base/duration.ts';
import {partialId} from '../../base/ids.ts';
import type {RunLine} from '../view/view.ts';
import {windowAround} from './text.ts';
import {outcomeColour, statusWord} from './words.ts';

interface PlanLinesProps {
  readonly lines: readonly RunLine[];
  /** The line that must be in sight. */
  readonly focus: number;
  readonly rows: number;
  readonly columns: number;
}

/** The plan in its order, each line with what became of it. */
export function PlanLines({lines, focus, rows, columns}: PlanLinesProps) {
  const {from, to} = windowAround(lines.length, Math.max(0, focus), rows);
  const idWidth = Math.min(28, Math.floor(columns / 3));
  const summaryWidth = Math.max(0, columns - idWidth - 22);
  return (
    <Box flexDirection="column" height={rows} overflow="hidden">
      {lines.slice(from, to).map((line) => {
        const colour = outcomeColour(line.status === 'done' ? line.outcome : undefined);
        const time = line.status === 'done' && line.durationMs !== undefined ? wholeSeconds(line.durationMs) : '';
        return (
          <Text key={line.job.id} wrap="truncate" bold={line.status === 'running'}>
            {line.status === 'running' ? '> ' : '  '}
            <Text {...(colour === undefined ? {} : {color: colour})}>{fitTo(statusWord(line), 7)}</Text>{' '}
            {fitTo(partialId(line.job.id), idWidth)} {fitTo(line.job.summary, summaryWidth)} {time.padStart(9)}
          </Text>
        );
      })}
    </Box>
  );
}
