import {duration} from '../base/duration.ts';
import {readableTime} from './formatting.ts';
import {describeMachine} from './machine.ts';
import type {Submission} from './submission.ts';

/** What a report says of the machine and the session before any result; a fact of several values has a label once. */
export function factsOf(submission: Submission): readonly (readonly [label: string, value: string])[] {
  const {application, startedAt, finishedAt} = submission;
  const machine = describeMachine(submission.resources);
  return [
    ...(machine.name === undefined ? [] : [['Machine', machine.name] as const]),
    ...machine.facts.flatMap(({label, values}) => values.map((value, at) => [at === 0 ? label : '', value] as const)),
    ['Plan', submission.plan],
    ['Session', submission.sessionId],
    ['Started', readableTime(startedAt)],
    ['Finished', `${readableTime(finishedAt)}, after ${duration(finishedAt - startedAt)}`],
    ['Made by', `${application.name} ${application.version}`],
  ];
}
