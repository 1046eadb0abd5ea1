import type {Host} from '../../base/host.ts';
import type {Probe} from '../../resources/probe.ts';
import {runProbe} from '../../resources/run-probe.ts';
import type {ResourceState} from '../../session/events.ts';
import type {Execution} from './execution.ts';

export interface ProbeOrder {
  readonly name: string;
  readonly probe: Probe | undefined;
  readonly host: Host;
  readonly timeoutMs: number;
}

/** A probe that looks takes the place of a process. */
export function probeExecution({name, probe, host, timeoutMs}: ProbeOrder): Execution {
  const startedAt = performance.now();
  const looked: Promise<ResourceState> =
    probe === undefined
      ? Promise.resolve({state: 'unknown', reason: `there is no probe ${name}`})
      : runProbe(probe, host, {timeoutMs});
  let stop: () => void = () => undefined;
  const stopped = new Promise<ResourceState>((resolve) => {
    stop = () => resolve({state: 'unknown', reason: 'it was interrupted'});
  });
  const ended = Promise.race([looked, stopped]).then((resource) => ({
    durationMs: Math.round(performance.now() - startedAt),
    resource,
  }));
  return {pid: () => undefined, ended, stop};
}
