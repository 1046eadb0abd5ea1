import type {Host} from '../base/host.ts';

/** What `uname -m` prints; the file is there since Linux 6.1. */
export async function machineArchitecture(host: Host): Promise<string | undefined> {
  try {
    return (await host.readText('/proc/sys/kernel/arch')).trim();
  } catch {
    const run = await host.run(['uname', '-m'], {timeoutMs: 5_000});
    return run.state === 'exited' && run.code === 0 ? run.stdout.trim() : undefined;
  }
}
