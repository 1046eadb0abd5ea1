import type {ResourceState} from '../expressions/environment.ts';
import type {Probe} from '../resources/probe.ts';
import {probes} from '../resources/probes/index.ts';

/** What people said of the machine, as a probe: the resource job `manifest` names it. */
function manifestProbe(state: ResourceState | undefined): Probe {
  const records = state?.state === 'known' ? state.records : [];
  const keys = new Map(records.flatMap((record) => Object.keys(record).map((key) => [key, 'string'] as const)));
  return {name: 'manifest', summary: 'What people said of this machine', keys, probe: async () => records};
}

/** Every probe by name. `manifest` is what a session began with, or what is kept for the machine. */
export function probesWith(manifest: ResourceState | undefined): (name: string) => Probe | undefined {
  return (name) => (name === 'manifest' ? manifestProbe(manifest) : probes.get(name));
}
