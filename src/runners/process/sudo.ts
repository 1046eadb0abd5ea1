import {type ChildProcessByStdio, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {Launcher} from './launcher/launcher.ts';
import {openNodeStarter} from './node-starter.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** What sudo comes to say. */
export type SudoReply =
  /** It wants something typed; `said`: what it had to say before, such as that the last answer was wrong. */
  | {readonly state: 'asks'; readonly prompt: string; readonly said: string}
  /** A launcher of root's. Who takes it closes it. */
  | {readonly state: 'granted'; readonly root: Launcher}
  | {readonly state: 'refused'; readonly reason: string};

export interface SudoOptions {
  /** The compiled program that starts processes. */
  readonly program: string;
  readonly graceMs: number;
  /** sudo gets our own terminal, which some of its configurations insist on; otherwise none. */
  readonly onTerminal: boolean;
  /** Where sudo is looked for. */
  readonly path: string | undefined;
}

/** What PAM takes (PAM_MAX_RESP_SIZE); what is longer would be read as several answers. */
const mostBytes = 511;

const ownPrompt = 'Password of ';
/** What begins a line may be a prompt of some module of PAM's, or of a message that comes in pieces. */
const foreignQuietMs = 500;

const gone = 'what ran jobs as root has ended';

/** Who takes the child has its output for itself. */
function launcherOf(child: Child, graceMs: number): Launcher {
  child.stdout.removeAllListeners('data');
  child.stderr.removeAllListeners('data').resume();
  let isTaken = false;
  const run = () => {
    if (isTaken) throw new Error(gone);
    isTaken = true;
    return {child, isReady: true};
  };
  const root = new Launcher({run, graceMs, fallback: openNodeStarter()});
  root.connect();
  return root;
}

/** A line without the name sudo puts before it. */
function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.replace(/^sudo: /, '').trim())
      .find((line) => line !== '') ?? ''
  );
}

/**
 * Becomes root once for a whole run: one sudo, which a person answers, runs the launcher, and that one starts every job of
 * root's. So the password is used once and kept nowhere, no job or process of a job ever has it on a pipe or in a variable, and
 * it matters to nobody how long sudo remembers it (`timestamp_timeout`, also 0), for what (`timestamp_type`: a job without a
 * terminal is remembered by the parent of its sudo), or whether sudo wants a terminal (`requiretty`). The alternatives fall
 * short: a ticket that `sudo -v` leaves is not that of a job in a session of its own, and ends; `sudo -S` for each job
 * leaves the password in that job's standard input whenever sudo does not want it. With `-k` no ticket is left behind.
 *
 * Answers are written only when sudo asks: it prints a line without an end then.
 */
export class SudoTalk {
  readonly #options: SudoOptions;
  #child: Child | undefined;
  #text = '';
  #isAnswered = false;
  #quiet: NodeJS.Timeout | undefined;
  #settle: (reply: SudoReply) => void = () => undefined;

  constructor(options: SudoOptions) {
    this.#options = options;
  }

  begin(): Promise<SudoReply> {
    const {program, graceMs, onTerminal, path} = this.#options;
    const words = ['-S', '-k', '-p', `${ownPrompt}%p`, '-H', '-u', 'root', '--', program, String(graceMs), 'own'];
    const child = spawn('sudo', words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: !onTerminal,
      env: path === undefined ? {} : {PATH: path},
    });
    this.#child = child;
    this.#text = '';
    this.#isAnswered = false;
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (/^ready$/m.test(text)) this.#become(child);
      else this.#hear(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    child.on('error', ({message}) => this.#end(child, message));
    child.on('close', () => this.#end(child, firstLine(this.#text)));
    return this.#reply();
  }

  async answer(text: string): Promise<SudoReply> {
    // It does not wait for ever.
    const asked: SudoReply | undefined = this.#child === undefined ? await this.begin() : undefined;
    if (asked !== undefined && asked.state !== 'asks') return asked;
    if (Buffer.byteLength(text) > mostBytes) {
      return {state: 'asks', prompt: this.#prompt(), said: `no password is longer than ${mostBytes} bytes`};
    }
    this.#text = '';
    this.#isAnswered = true;
    this.#child?.stdin.write(`${text}\n`);
    return this.#reply();
  }

  /** Leaves without having become root. */
  close(): void {
    clearTimeout(this.#quiet);
    this.#child?.stdin.end();
    this.#child = undefined;
  }

  #reply(): Promise<SudoReply> {
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #prompt(): string {
    return this.#text.slice(this.#text.lastIndexOf('\n') + 1);
  }

  #hear(text: string): void {
    this.#text += text;
    clearTimeout(this.#quiet);
    const prompt = this.#prompt();
    if (prompt.startsWith(ownPrompt)) this.#ask(prompt);
    else if (prompt !== '') this.#quiet = setTimeout(() => this.#ask(prompt), foreignQuietMs);
  }

  #ask(prompt: string): void {
    // Before the first answer it may give a lecture.
    const said = this.#isAnswered ? firstLine(this.#text.slice(0, -prompt.length)) : '';
    this.#settle({state: 'asks', prompt: prompt.trim().replace(/:$/, ''), said});
  }

  #become(child: Child): void {
    if (this.#child !== child) return;
    clearTimeout(this.#quiet);
    this.#child = undefined;
    this.#settle({state: 'granted', root: launcherOf(child, this.#options.graceMs)});
  }

  #end(child: Child, reason: string): void {
    if (this.#child !== child) return;
    clearTimeout(this.#quiet);
    this.#child = undefined;
    this.#settle({state: 'refused', reason: reason === '' ? 'it ended without a word' : reason});
  }
}
