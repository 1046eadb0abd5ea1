import type {UnitSet} from '../../catalog/unit-set.ts';
import {manifestResource} from '../../planner/requirements.ts';
import {type ReadResources, survey} from '../../runners/survey.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {probesWith} from '../known-probes.ts';
import {launcherProgram} from './launcher-program.ts';
import {knownResources, machineAnswers} from './machine-answers.ts';

/** Reads what is wanted of this machine, with the name of each on a terminal's standard error while it is read. */
export async function surveyMachine(
  context: CliContext,
  units: UnitSet,
  wanted: (resources: ReadResources) => readonly Job[],
): Promise<ReadResources> {
  const {host, err} = context;
  const manifest = knownResources(units, machineAnswers(context)).get(manifestResource);
  const clear = '\r\u001b[K';
  const onRead = (job: Job): void => {
    if (err.isTTY) err.write(`${clear}reading ${job.id} ...`);
  };
  try {
    return await survey({
      units,
      wanted,
      probe: probesWith(manifest),
      host,
      launcher: launcherProgram(context),
      onRead,
    });
  } finally {
    if (err.isTTY) err.write(clear);
  }
}
