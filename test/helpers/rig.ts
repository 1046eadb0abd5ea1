import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';

export const home = resolve(import.meta.dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RigOptions {
  /** Files of the provider `test:rig`, namespace `rig`, by path below `units/`. */
  readonly units?: Readonly<Record<string, string>>;
  /** Executables of its `bin/`. */
  readonly bin?: Readonly<Record<string, string>>;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** `default`: the rig's provider; `none`: the stock suite. */
  readonly provider?: 'default' | 'none';
  /** A folder of the rig. */
  readonly cwd?: string;
}

/** The real command in a folder of its own: a provider, a state folder, nothing of the machine's user. */
export class Rig implements AsyncDisposable {
  readonly directory: string;
  readonly provider: string;
  readonly state: string;
  readonly reports: string;
  readonly #children = new Set<ChildProcess>();

  constructor({units = {}, bin = {}}: RigOptions = {}) {
    this.directory = mkdtempSync(join(tmpdir(), 'assay-rig-'));
    this.provider = join(this.directory, 'provider');
    this.state = join(this.directory, 'state');
    this.reports = join(this.directory, 'reports');
    this.write('provider/provider.yaml', 'name: test:rig\nnamespace: rig\nversion: 1.0.0\n');
    mkdirSync(join(this.provider, 'units'));
    for (const [name, text] of Object.entries(units)) this.write(`provider/units/${name}`, text);
    for (const [name, text] of Object.entries(bin)) this.write(`provider/bin/${name}`, text, 0o755);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  write(name: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(name)), {recursive: true});
    writeFileSync(this.path(name), text, {mode});
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  exists(name: string): boolean {
    return existsSync(this.path(name));
  }

  remove(name: string): void {
    rmSync(this.path(name));
  }

  sessionIds(): readonly string[] {
    const directory = join(this.state, 'sessions');
    return existsSync(directory) ? readdirSync(directory) : [];
  }

  environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.directory,
      LANG: 'C.UTF-8',
      ASSAY_STATE_DIR: this.state,
      ...more,
    };
  }

  words(words: readonly string[], {provider = 'default'}: RunOptions = {}): readonly string[] {
    return provider === 'default' ? ['--provider', this.provider, ...words] : words;
  }

  /** Starts the command; the caller waits for what it prints, sends it signals, and awaits `ended`. */
  start(words: readonly string[], options: RunOptions = {}): Running {
    const child = spawn(join(home, 'assay'), this.words(words, options), {
      cwd: join(this.directory, options.cwd ?? ''),
      env: this.environment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    return new Running(child);
  }

  run(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return this.start(words, options).ended;
  }

  /** Runs an executable file as a shell would. */
  execute(path: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const child = spawn(path, [], {
      cwd: this.directory,
      env: this.environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    return new Running(child).ended;
  }

  /** Files below these folders that hold one of the texts. */
  grep(folders: readonly string[], texts: readonly string[]): readonly string[] {
    return folders.flatMap((folder) =>
      readdirSync(this.path(folder), {recursive: true, withFileTypes: true, encoding: 'utf8'})
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => {
          const bytes = readFileSync(path);
          return texts.some((text) => bytes.includes(text));
        }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.directory, {recursive: true, force: true});
  }
}

/** A command that runs. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (code, signal) => done({code, signal, stdout: this.#stdout, stderr: this.#stderr}));
    });
  }

  get printed(): string {
    return this.#stdout + this.#stderr;
  }
}
