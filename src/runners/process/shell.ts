import {existsSync} from 'node:fs';
import type {Provider} from '../../catalog/unit-set.ts';
import type {Job} from '../../units/unit.ts';

/** Absolute paths, so that no program of the same name in a provider stands in for the shell. */
const bash = '/bin/bash';
const sh = '/bin/sh';

/**
 * What runs the job's command: what it says itself, else what its provider counts on, else `sh`. Where bash is not
 * installed, `sh` does what it can.
 */
export function shellOf({shell}: Pick<Job, 'shell'>, provider: Provider | undefined): string {
  const wanted = shell ?? provider?.shell ?? 'sh';
  return wanted.endsWith('bash') && existsSync(bash) ? bash : sh;
}
