import type {ReactNode} from 'react';
import type {Launcher} from '../process/launcher/launcher.ts';
import type {SudoReply, SudoTalk} from '../process/sudo.ts';
import type {Size} from './Frame.tsx';
import {type SudoAnswer, SudoScreen, type SudoStage} from './SudoScreen.tsx';

export interface SudoQuestion {
  readonly why: string;
  readonly names: readonly string[];
  readonly talk: SudoTalk;
}

/** `without`: the jobs that need root are not to be run. */
export type SudoDecision = {readonly type: 'root'; readonly root: Launcher} | {readonly type: 'without' | 'leave'};

type Show = (draw: (size: Size) => ReactNode) => void;

function stageOf(reply: Exclude<SudoReply, {readonly state: 'granted'}>): SudoStage {
  return reply.state === 'asks'
    ? {stage: 'asks', prompt: reply.prompt, said: reply.said}
    : {stage: 'refused', said: reply.reason};
}

/** Hands on what sudo asks, until it has made up its mind or the person has. */
export async function askSudo({why, names, talk}: SudoQuestion, show: Show): Promise<SudoDecision> {
  let turn = 0;
  const ask = (at: SudoStage): Promise<SudoAnswer> => {
    const key = turn++;
    return new Promise((resolve) => {
      show((size) => <SudoScreen key={key} why={why} names={names} at={at} size={size} answer={resolve} />);
    });
  };
  const waitFor = (reply: Promise<SudoReply>): Promise<SudoReply | SudoAnswer> =>
    Promise.race([reply, ask({stage: 'looks'})]);

  let next = await waitFor(talk.begin());
  for (;;) {
    if ('state' in next) {
      if (next.state === 'granted') return {type: 'root', root: next.root};
      next = await ask(stageOf(next));
    } else if (next.type === 'typed') next = await waitFor(talk.answer(next.text));
    else if (next.type === 'again') next = await waitFor(talk.begin());
    else {
      talk.close();
      return {type: next.type};
    }
  }
}
