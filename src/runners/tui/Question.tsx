import {TextInput} from '@inkjs/ui';
import {Box, Text, useInput} from 'ink';
import {useState} from 'react';
import {wrapLines} from '../../base/columns.ts';
import type {OperatorInput} from '../input.ts';
import type {CurrentJob, RunLine} from '../view/view.ts';
import {splitKeys} from './split-keys.ts';
import {moved} from './text.ts';

interface QuestionProps {
  readonly current: CurrentJob;
  readonly line: RunLine;
  readonly rows: number;
  readonly columns: number;
  /** What is to be said with the verdict, also when the question before it was left. */
  readonly comment: string;
  readonly setComment: (comment: string) => void;
  readonly send: (input: OperatorInput) => void;
}

/** What the person reads: the parts of the job that fit the present question. */
function instructions(current: CurrentJob, {job}: RunLine): string {
  const part = (title: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${title}:${text.includes('\n') ? '\n' : ' '}${text.trimEnd()}`];
  const {question} = current;
  const purpose = part('Purpose', job.purpose);
  const steps = part('Steps', job.steps);
  // Where a command was run in between, the purpose has been read.
  const parts =
    question?.type === 'ready'
      ? [...purpose, ...steps]
      : [...(question?.hasCommand === true ? [] : purpose), ...steps, ...part('Verify', job.verification)];
  return (parts.length > 0 ? parts : [job.description ?? job.summary]).join('\n');
}

function keyHelp(current: CurrentJob, typing: boolean): string {
  if (typing) return 'Enter: keep the comment   Esc: leave it as it was';
  const {question} = current;
  if (question === undefined) return '';
  if (question.type === 'ready') {
    return `Enter: ${question.hasCommand ? 'start the command' : 'go on to the verdict'}   s: skip  c: comment`;
  }
  const again = question.hasCommand ? '  r: run again' : '';
  const suggested = question.suggested === undefined ? '' : `  Enter: ${question.suggested} (suggested)`;
  return `p: pass  f: fail  s: skip  c: comment${again}${suggested}`;
}

/**
 * Asks, and sends the answer at once. The comment is typed in a mode of its own, so that no letter of it can be taken for
 * a verdict; it goes with the verdict. The caller gives it the job and attempt as its key.
 */
export function Question({current, line, rows, columns, comment, setComment, send}: QuestionProps) {
  const [typing, setTyping] = useState(false);
  const [top, setTop] = useState(0);
  const {jobId, question} = current;
  const suggested = question?.type === 'verdict' ? question.suggested : undefined;
  const text = instructions(current, line);
  // What was written for a terminal of this width keeps its lines.
  const padding = wrapLines(text, columns).length < wrapLines(text, columns - 2).length ? 0 : 1;
  const lines = wrapLines(text, columns - 2 * padding);
  const room = Math.max(1, rows - 4);
  const lastTop = Math.max(0, lines.length - room);

  const verdict = (outcome: 'pass' | 'fail' | 'skip'): void => {
    const comments = comment.trim();
    send({type: 'verdict-given', jobId, outcome, ...(comments === '' ? {} : {comments})});
  };

  const keep = (text: string): void => {
    setComment(text.trimEnd().replaceAll(/[\r\n]+/g, ' '));
    setTyping(false);
  };

  const keys: Readonly<Record<string, () => void>> = {
    s: () => verdict('skip'),
    c: () => setTyping(true),
    ...(question?.type === 'verdict' ? {p: () => verdict('pass'), f: () => verdict('fail')} : {}),
    ...(question?.type === 'verdict' && question.hasCommand ? {r: () => send({type: 'run-command-again', jobId})} : {}),
  };
  useInput(
    (typed, whole) => {
      // What was typed behind an answer was not meant for the next question.
      const [{input, key} = {input: typed, key: whole}] = splitKeys(typed, whole);
      const next = moved(key, top, {last: lastTop, page: room});
      if (next !== undefined) setTop(next);
      else if (key.return && question?.type === 'ready') send({type: 'ready', jobId});
      else if (key.return && suggested !== undefined) verdict(suggested);
      else if (!key.ctrl && Object.hasOwn(keys, input)) keys[input]?.();
    },
    {isActive: !typing},
  );
  useInput(
    (_, key) => {
      if (key.escape) setTyping(false);
    },
    {isActive: typing},
  );

  const more =
    lines.length > room
      ? `  (${Math.min(top, lastTop) + 1}-${Math.min(lines.length, top + room)} of ${lines.length}, up/down)`
      : '';
  return (
    <Box flexDirection="column" height={rows} overflow="hidden" paddingX={padding}>
      <Text bold wrap="truncate">
        {line.job.summary}
        <Text dimColor>{more}</Text>
      </Text>
      {lines.slice(Math.min(top, lastTop), Math.min(top, lastTop) + room).map((text, index) => (
        // The lines have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed window of wrapped text
        <Text key={index} wrap="truncate">
          {text === '' ? ' ' : text}
        </Text>
      ))}
      {current.problem === undefined ? null : (
        <Text color="yellow" wrap="truncate">
          {current.problem}
        </Text>
      )}
      <Box height={1} overflow="hidden">
        {typing || comment !== '' ? <Text>comment: </Text> : <Text> </Text>}
        {typing ? (
          <TextInput
            defaultValue={comment}
            // What comes in one piece, as over a serial line, may end with its Enter.
            onChange={(value) => {
              if (/[\r\n]$/.test(value)) keep(value);
            }}
            onSubmit={keep}
          />
        ) : (
          <Text wrap="truncate">{comment}</Text>
        )}
      </Box>
      <Text bold wrap="truncate">
        {keyHelp(current, typing)}
      </Text>
    </Box>
  );
}
