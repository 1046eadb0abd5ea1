import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {home, type Rig} from './rig.ts';
import {Screen} from './screen.ts';

const name = `assay-t${process.pid}`;
const sudoers = `/etc/sudoers.d/${name}`;

/** Spaces, quotes, what a shell expands, and letters that are no ASCII. */
export const password = `pass "wörd' $HOME \\n`;

function placeOf(tool: string): string | undefined {
  const folders = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  return folders.map((folder) => join(folder, tool)).find((path) => existsSync(path));
}

/** What these tests lack here; undefined where they can run. */
export function whyNoSudo(): string | undefined {
  if (process.getuid?.() !== 0) return 'they make a user, which takes root';
  const missing = ['sudo', 'useradd', 'chpasswd', 'runuser'].filter((tool) => placeOf(tool) === undefined);
  if (missing.length > 0) return `${missing.join(', ')} not installed`;
  if (/^NoNewPrivs:\s*1$/m.test(readFileSync('/proc/self/status', 'utf8'))) return 'sudo is not allowed here';
  if (spawnSync('runuser', ['-u', 'nobody', '--', 'test', '-x', join(home, 'assay')]).status !== 0) {
    return `other users cannot read ${home}`;
  }
  return undefined;
}

/** A user with a password, and with what `rights` says in sudoers' language, `USER` standing for the name. */
export class SudoUser implements Disposable {
  readonly name = name;

  constructor() {
    execFileSync('useradd', ['--no-create-home', '--shell', '/bin/sh', name]);
    execFileSync('chpasswd', {input: `${name}:${password}\n`});
  }

  may(rights: string): void {
    writeFileSync(sudoers, `${rights.replaceAll('USER', name)}\n`, {mode: 0o440});
  }

  /** Gives the rig's folder to the user. */
  #own(rig: Rig): void {
    mkdirSync(rig.path('tmp'), {recursive: true});
    chmodSync(rig.directory, 0o755);
    execFileSync('chown', ['-R', name, rig.directory]);
  }

  #environment(rig: Rig, path: string): Record<string, string> {
    return {...rig.environment(), PATH: path, TMPDIR: rig.path('tmp')};
  }

  /** Runs Assay as the user, on a terminal; says at the end whether that is `as it was`. */
  screen(rig: Rig, words: readonly string[], {path = usualPath, columns = 80} = {}): Screen {
    this.#own(rig);
    return new Screen([...becoming(words, ['sh', '-c', compareTerminal, 'sh'])], {
      cwd: rig.directory,
      env: this.#environment(rig, path),
      columns,
    });
  }

  /** Runs Assay as the user, without one. */
  run(rig: Rig, words: readonly string[]): {readonly code: number | null; readonly stdout: string} {
    this.#own(rig);
    const [file, ...rest] = becoming(words);
    const {status, stdout} = spawnSync(file, rest, {
      cwd: rig.directory,
      env: this.#environment(rig, usualPath),
      encoding: 'utf8',
    });
    return {code: status, stdout};
  }

  /** sudo would do something for the user without asking. */
  isTrusted(): boolean {
    return spawnSync(placeOf('runuser') ?? 'runuser', ['-u', name, '--', 'sudo', '-n', 'true']).status === 0;
  }

  [Symbol.dispose](): void {
    rmSync(sudoers, {force: true});
    spawnSync('userdel', ['--force', name]);
  }
}

function becoming(words: readonly string[], within: readonly string[] = []): readonly [string, ...string[]] {
  return [placeOf('runuser') ?? 'runuser', '-u', name, '--', ...within, join(home, 'assay'), ...words];
}

const compareTerminal = 'modes=$(stty -g); "$@"; code=$?; test "$modes" = "$(stty -g)" && echo as it was; exit $code';

const usualPath = '/usr/local/bin:/usr/bin:/bin';

/** A PATH with all the machine's tools but sudo. */
export function pathWithoutSudo(rig: Rig): string {
  const folder = rig.path('tools');
  mkdirSync(folder);
  for (const tool of readdirSync('/usr/bin')) if (tool !== 'sudo') symlinkSync(`/usr/bin/${tool}`, join(folder, tool));
  return folder;
}
