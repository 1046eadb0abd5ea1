/** Where systemd's own folders are seen from the root of a machine. */
export const unitDirectory = 'etc/systemd/system';
export const unitName = 'assay-autoresume.service';
/** What makes systemd start it after boot. */
export const wantedBy = 'multi-user.target.wants';

export interface AutoresumeUnit {
  /** The `assay` command, absolute. */
  readonly command: string;
  readonly stateDirectory: string;
  /** Who runs it. */
  readonly user: string;
}

/** A word of a unit file's command line: systemd.service(5), "Command lines", and `%` of systemd.unit(5). */
function quoted(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return `"${escaped}"`;
}

/**
 * A unit that goes on with unfinished sessions after boot. It is idle until boot has calmed down; when it is stopped, Assay
 * is told first, so that it ends its job and saves.
 */
export function autoresumeUnit({command, stateDirectory, user}: AutoresumeUnit): string {
  // In ExecStart a $ is a variable's; in Environment it stands for itself.
  const program = quoted(command).replaceAll('$', '$$$$');
  return `# Written by assay autoresume enable; assay autoresume disable removes it.
[Unit]
Description=Go on with unfinished Assay sessions
After=local-fs.target network.target time-sync.target

[Service]
Type=idle
User=${user}
Environment=${quoted(`ASSAY_STATE_DIR=${stateDirectory}`)}
ExecStart=${program} resume --all
# Exit codes of a run say how the device did, not how the service did.
SuccessExitStatus=1 3 4
# Jobs get control groups of their own.
Delegate=yes
KillMode=mixed
TimeoutStopSec=60

[Install]
WantedBy=multi-user.target
`;
}
