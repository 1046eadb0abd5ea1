import type {Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {attribute, declareKeys, exists, propertiesOf, recordOf} from '../read-sys.ts';

const x86 = /^(?:x86_64|i[3-6]86)$/;
/** The first four bytes of an EFI variable are its attributes. */
const efiValueAt = 4;
const secureBootVariable = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

/** An os-release value without its shell quoting. */
function unquoted(value: string | undefined): string | undefined {
  const inner = value === undefined ? undefined : /^(["'])(.*)\1$/s.exec(value)?.[2];
  return (inner ?? value)?.replace(/\\([\\"$`])/g, '$1');
}

/** As `uname -m` says it; the kernel tells it in a file since 6.1. */
export async function machineArchitecture(host: Host): Promise<string | undefined> {
  const told = await attribute(host, '/proc/sys/kernel/arch');
  if (told !== undefined) return told;
  const result = await host.run(['uname', '-m'], {timeoutMs: 2000});
  return result.state === 'exited' && result.code === 0 ? result.stdout.trim() || undefined : undefined;
}

async function bootMode(host: Host, architecture: string | undefined): Promise<string | undefined> {
  if (await exists(host, '/sys/firmware/efi')) return 'efi';
  if (await exists(host, '/sys/firmware/devicetree/base')) return 'devicetree';
  return architecture !== undefined && x86.test(architecture) ? 'bios' : undefined;
}

async function secureBoot(host: Host): Promise<boolean | undefined> {
  try {
    const value = (await host.readBytes(secureBootVariable))[efiValueAt];
    return value === undefined ? undefined : value === 1;
  } catch {
    return undefined;
  }
}

async function osRelease(host: Host): Promise<ReadonlyMap<string, string>> {
  const release = await propertiesOf(host, '/etc/os-release');
  return release.size > 0 ? release : propertiesOf(host, '/usr/lib/os-release');
}

export const os: Probe = {
  name: 'os',
  summary: 'The operating system, its kernel and how it was booted',
  keys: declareKeys({
    id: 'string',
    id_like: 'list',
    name: 'string',
    pretty_name: 'string',
    version_id: 'string',
    version_codename: 'string',
    kernel: 'string',
    kernel_build: 'string',
    architecture: 'string',
    boot_mode: 'string',
    secure_boot: 'boolean',
  }),
  async probe(host) {
    const [release, kernel, architecture] = await Promise.all([
      osRelease(host),
      attribute(host, '/proc/sys/kernel/osrelease'),
      machineArchitecture(host),
    ]);
    if (kernel === undefined) throw new Error('/proc/sys/kernel/osrelease cannot be read');
    return [
      recordOf({
        id: unquoted(release.get('ID')),
        id_like: unquoted(release.get('ID_LIKE'))?.split(/\s+/),
        name: unquoted(release.get('NAME')),
        pretty_name: unquoted(release.get('PRETTY_NAME')),
        version_id: unquoted(release.get('VERSION_ID')),
        version_codename: unquoted(release.get('VERSION_CODENAME')),
        kernel,
        kernel_build: await attribute(host, '/proc/sys/kernel/version'),
        architecture,
        boot_mode: await bootMode(host, architecture),
        secure_boot: await secureBoot(host),
      }),
    ];
  },
};
