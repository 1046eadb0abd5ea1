import type {UnitId} from '../base/ids.ts';
import {foundIn} from '../catalog/late-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {manifestResource} from '../planner/requirements.ts';
import type {ExpandContext} from '../templates/expansion.ts';
import {plainFieldText} from '../units/written-text.ts';
import type {CliContext} from './context.ts';

interface ContextOptions {
  /** Resources that no unit gives, as a recording may have. */
  readonly others?: Iterable<UnitId>;
  /** The launcher's variables, without what is secret. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** What templates can see besides their records. */
export function expandContext(
  {host}: CliContext,
  set: UnitSet,
  {others = [], environment = {}}: ContextOptions = {},
): ExpandContext {
  return {
    systemEnv: host.env,
    checkboxEnv: environment,
    // Ubuntu Core says so in its release file; snaps there see no other.
    onUbuntuCore: isUbuntuCore(
      host.files.stat('/etc/os-release') === undefined ? '' : host.files.readText('/etc/os-release'),
    ),
    resourceJob: (resource) => {
      const job = set.jobs.get(resource);
      return job?.plugin === 'resource' ? job : undefined;
    },
    isJob: (id) => set.jobs.has(id),
    get knownResources() {
      return [...resourceIds(set), ...others];
    },
  };
}

/** Every resource that somebody gives: resource jobs, and the answers of the manifest. */
export function resourceIds({jobs}: UnitSet): readonly UnitId[] {
  const made = foundIn(jobs).flatMap(({id, record}) => (plainFieldText(record, 'plugin') === 'resource' ? [id] : []));
  return jobs.has(manifestResource) ? made : [...made, manifestResource];
}

function isUbuntuCore(release: string): boolean {
  return /^ID="?ubuntu-core"?$/m.test(release);
}
