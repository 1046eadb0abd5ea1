import {Box, Text, useInput} from 'ink';
import {useState} from 'react';
import {fitTo} from '../../base/columns.ts';
import {wholeSeconds} from '../../base/duration.ts';
import {partialId} from '../../base/ids.ts';
import type {OperatorInput} from '../input.ts';
import type {CurrentJob, RunView} from '../view/view.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {PlanLines} from './PlanLines.tsx';
import {Question} from './Question.tsx';

interface RunScreenProps {
  readonly view: RunView;
  readonly size: Size;
  readonly send: (input: OperatorInput) => void;
}

/** A session being run: state in, what the person says out. */
export function RunScreen({view, size, send}: RunScreenProps) {
  const [leaving, setLeaving] = useState(false);
  const [draft, setDraft] = useState({attempt: '', comment: ''});
  const {current} = view;
  const attempt = `${current?.jobId} ${current?.attempt}`;
  useInput((input, key) => {
    if (key.ctrl && input === 'c') setLeaving(true);
    else if (leaving && input === 'y') send({type: 'interrupt', reason: 'the operator left'});
    else if (leaving) {
      if (input === 's' && current?.phase === 'command') send({type: 'skip-running', jobId: current.jobId});
      setLeaving(false);
    }
  });
  const line = current === undefined ? undefined : view.lines[current.index];
  const rows = innerRows(size);
  const asking = current?.question !== undefined && line !== undefined && !leaving;
  const panelRows = Math.min(rows - 3, asking ? Math.max(11, Math.floor(rows * 0.6)) : 8);
  const listRows = rows - panelRows - 1;
  return (
    <Frame
      size={size}
      title={view.title}
      status={progress(view)}
      keys={leaving ? leaveLine(current) : keyLine(current)}
    >
      {view.lines.length === 0 ? (
        <Box height={listRows}>
          <Text> Reading the machine ...</Text>
        </Box>
      ) : (
        <PlanLines lines={view.lines} focus={current?.index ?? view.done} rows={listRows} columns={size.columns} />
      )}
      <Text dimColor wrap="truncate">
        {'-'.repeat(size.columns)}
      </Text>
      {asking && current !== undefined && line !== undefined ? (
        <Question
          key={`${attempt} ${current.question?.type}`}
          current={current}
          line={line}
          rows={panelRows}
          columns={size.columns}
          comment={draft.attempt === attempt ? draft.comment : ''}
          setComment={(comment) => setDraft({attempt, comment})}
          send={send}
        />
      ) : (
        <Output current={current} rows={panelRows} columns={size.columns} />
      )}
    </Frame>
  );
}

function progress(view: RunView): string {
  if (view.total === 0) return '';
  const left = view.estimatedLeftMs === undefined ? '' : `, about ${wholeSeconds(view.estimatedLeftMs)} left`;
  return `${view.done} of ${view.total}${left}`;
}

function keyLine(current: CurrentJob | undefined): string {
  return current?.phase === 'question' ? 'the answer is saved at once   Ctrl-C leave' : 'Ctrl-C leave';
}

function leaveLine(current: CurrentJob | undefined): string {
  const skip = current?.phase === 'command' ? '   s: end and skip this job' : '';
  return `leave? the session can be resumed later   y: leave${skip}   any other key: stay`;
}

interface OutputProps {
  readonly current: CurrentJob | undefined;
  readonly rows: number;
  readonly columns: number;
}

/** The running job and the last lines it printed. */
function Output({current, rows, columns}: OutputProps) {
  if (current === undefined) return <Box height={rows} />;
  const elapsed = wholeSeconds(current.elapsedMs);
  const of = current.estimatedMs === undefined ? '' : ` of about ${wholeSeconds(current.estimatedMs)}`;
  return (
    <Box flexDirection="column" height={rows} overflow="hidden" paddingX={1}>
      <Text bold wrap="truncate">
        {`${partialId(current.jobId)}: ${current.summary}`} <Text bold={false}>{`${elapsed}${of}`}</Text>
      </Text>
      {current.tail.slice(-(rows - 1)).map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a moving window of output lines
        <Text key={index} dimColor wrap="truncate">
          {fitTo(text, columns - 2)}
        </Text>
      ))}
    </Box>
  );
}
