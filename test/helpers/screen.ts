import {createRequire} from 'node:module';
import type {Terminal as XTerm} from '@xterm/headless';
import {type IPty, spawn} from 'node-pty';
import {expect} from 'vitest';

// The package is CommonJS and names its export in a way that ES modules do not see.
const {Terminal}: {Terminal: typeof XTerm} = createRequire(import.meta.url)('@xterm/headless');

interface ScreenOptions {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly columns?: number;
  readonly rows?: number;
}

/** A command on a real pseudo-terminal, and what a person would see of it. */
export class Screen implements Disposable {
  readonly pty: IPty;
  readonly ended: Promise<number>;
  readonly #terminal: XTerm;

  constructor(argv: readonly [string, ...string[]], {cwd, env, columns = 80, rows = 24}: ScreenOptions) {
    const [file, ...words] = argv;
    this.#terminal = new Terminal({cols: columns, rows, scrollback: 1000, allowProposedApi: true});
    this.pty = spawn(file, words, {cols: columns, rows, cwd, env: {...env, TERM: 'xterm-256color'}});
    this.pty.onData((data) => this.#terminal.write(data));
    this.ended = new Promise((done) => {
      this.pty.onExit(({exitCode}) => done(exitCode));
    });
  }

  /** Everything on the screen and scrolled off it, line by line without the blanks at their ends. */
  text(): string {
    const buffer = this.#terminal.buffer.active;
    const lines = Array.from({length: buffer.length}, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }

  async shows(text: string | RegExp): Promise<void> {
    const pattern =
      typeof text === 'string'
        ? {has: (screen: string) => screen.includes(text)}
        : {has: (screen: string) => text.test(screen)};
    await expect
      .poll(() => (pattern.has(this.text()) ? 'shown' : this.text()), {timeout: 20_000, interval: 20})
      .toBe('shown');
  }

  type(keys: string): void {
    this.pty.write(keys);
  }

  /** Closes our side of the terminal, as when a connection breaks: the kernel sends SIGHUP, and nothing can be written. */
  hangUp(): void {
    if ('destroy' in this.pty && typeof this.pty.destroy === 'function') this.pty.destroy();
    else throw new Error('this terminal cannot be closed');
  }

  [Symbol.dispose](): void {
    try {
      this.pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
    this.#terminal.dispose();
  }
}
