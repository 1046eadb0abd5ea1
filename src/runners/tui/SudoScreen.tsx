import {Text, useInput} from 'ink';
import {fitTo, wrapLines} from '../../base/columns.ts';
import {harmless} from '../process/harmless.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {type Press, splitKeys} from './split-keys.ts';
import {useLiveState} from './use-live-state.ts';

/** Where it stands with sudo. `said` is what sudo had to say. */
export type SudoStage =
  | {readonly stage: 'asks'; readonly prompt: string; readonly said: string}
  | {readonly stage: 'looks'}
  | {readonly stage: 'refused'; readonly said: string};

export type SudoAnswer =
  | {readonly type: 'typed'; readonly text: string}
  | {readonly type: 'again' | 'without' | 'leave'};

interface SudoScreenProps {
  /** Whom it is for, and why. */
  readonly why: string;
  /** The jobs that need it. */
  readonly names: readonly string[];
  readonly at: SudoStage;
  readonly size: Size;
  readonly answer: (answer: SudoAnswer) => void;
}

function edited(typed: string, {input, key}: Press): string {
  if (key.backspace || key.delete) return [...typed].slice(0, -1).join('');
  return key.ctrl || key.meta || key.tab ? typed : typed + input;
}

/** What a key that ends the question means. */
function answerTo({input, key}: Press, {stage}: SudoStage, typed: string): SudoAnswer | undefined {
  if (key.escape || (key.ctrl && input === 'c')) return {type: 'leave'};
  if (stage === 'refused' && input === 'r') return {type: 'again'};
  if (!key.return || stage === 'looks') return undefined;
  return stage === 'refused' || typed === '' ? {type: 'without'} : {type: 'typed', text: typed};
}

const keysAt: Readonly<Record<SudoStage['stage'], string>> = {
  asks: 'Enter go on   Esc leave',
  looks: 'Esc leave',
  refused: 'Enter go on   r ask again   Esc leave',
};

/** The names that fit into so many rows. */
function listed(names: readonly string[], {columns, rows}: Size): readonly string[] {
  const room = Math.max(1, rows);
  const shown = names.length <= room ? names : names.slice(0, room - 1);
  const more = names.length - shown.length;
  return [...shown, ...(more === 0 ? [] : [`and ${more} more`])].map((name) => fitTo(`   ${name}`, columns));
}

/** What is typed is seen as stars, and in no state but that of the question. */
export function SudoScreen({why, names, at, size, answer}: SudoScreenProps) {
  const typed = useLiveState('');
  useInput((input, whole) => {
    let next = typed.read();
    for (const press of splitKeys(input, whole)) {
      const given = answerTo(press, at, next);
      if (given !== undefined) return answer(given);
      if (at.stage === 'asks') next = edited(next, press);
    }
    typed.write(next);
  });

  const width = size.columns - 2;
  const wrapped = wrapLines(why, width);
  const said = 'said' in at && at.said !== '' ? wrapLines(`sudo says: ${harmless(at.said)}`, width) : [];
  const prompt = at.stage === 'asks' ? `${harmless(at.prompt)}: ` : '';
  const promptLines = wrapLines(prompt, width);
  const lastPrompt = promptLines.at(-1) ?? '';
  const stars = '*'.repeat(Math.min([...typed.read()].length, Math.max(1, width - lastPrompt.length - 1)));
  const rows = innerRows(size) - wrapped.length - said.length - promptLines.length - 3;
  const lines = [
    ...wrapped.map((text) => ` ${text}`),
    ...listed(names, {columns: size.columns, rows}),
    ' ',
    ...promptLines.slice(0, -1).map((text) => ` ${text}`),
  ];
  return (
    <Frame size={size} title="Assay: jobs that run as another user" status="" keys={keysAt[at.stage]}>
      <Text>{lines.join('\n')}</Text>
      {at.stage === 'asks' ? (
        <Text bold wrap="truncate">
          {` ${lastPrompt} ${stars}`}
          <Text inverse> </Text>
        </Text>
      ) : (
        <Text>{at.stage === 'looks' ? ' waiting for sudo ...' : ' sudo refuses.'}</Text>
      )}
      <Text> </Text>
      {said.map((text) => (
        <Text key={text} color="yellow" wrap="truncate">{` ${text}`}</Text>
      ))}
    </Frame>
  );
}
