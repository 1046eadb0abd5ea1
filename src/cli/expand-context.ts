import type {UnitSet} from '../catalog/unit-set.ts';
import type {ExpandContext} from '../templates/expansion.ts';
import type {CliContext} from './context.ts';

/** What templates can see besides their records. */
export function expandContext({host}: CliContext, set: UnitSet): ExpandContext {
  return {
    systemEnv: host.env,
    checkboxEnv: {},
    // Ubuntu Core says so in its release file; snaps there see no other.
    onUbuntuCore: isUbuntuCore(
      host.files.stat('/etc/os-release') === undefined ? '' : host.files.readText('/etc/os-release'),
    ),
    resourceJob: (resource) => {
      const job = set.jobs.get(resource);
      return job?.plugin === 'resource' ? job : undefined;
    },
  };
}

function isUbuntuCore(release: string): boolean {
  return /^ID="?ubuntu-core"?$/m.test(release);
}
