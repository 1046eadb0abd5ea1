import {join} from 'node:path';
import type {UnitSet} from '../catalog/unit-set.ts';
import {probes} from '../resources/probes/index.ts';
import {type ReadResources, survey} from '../runners/survey.ts';
import type {Job} from '../units/unit.ts';
import type {CliContext} from './context.ts';

/** Reads what is wanted of this machine, with the name of each on a terminal's standard error while it is read. */
export async function surveyMachine(
  {host, err, home}: CliContext,
  units: UnitSet,
  wanted: (resources: ReadResources) => readonly Job[],
): Promise<ReadResources> {
  const clear = '\r\u001b[K';
  const onRead = (job: Job): void => {
    if (err.isTTY) err.write(`${clear}reading ${job.id} ...`);
  };
  try {
    return await survey({
      units,
      wanted,
      probe: (name) => probes.get(name),
      host,
      launcher: join(home, 'dist/launch'),
      onRead,
    });
  } finally {
    if (err.isTTY) err.write(clear);
  }
}
