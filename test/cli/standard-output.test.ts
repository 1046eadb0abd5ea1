import {spawnSync} from 'node:child_process';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Screen} from '../helpers/screen.ts';

const module = resolve(import.meta.dirname, '../../src/cli/standard-output.ts');

function programOf(statements: string): string {
  return `import {standardError, standardOutput} from ${JSON.stringify(module)};
    const [out, err] = [standardOutput(), standardError()];
    ${statements}`;
}

/** Runs the statements in a process of their own, with `out` and `err`; `$0` in the shell's line stands for it. */
function inShell(line: string, statements: string) {
  const program = `exec "$NODE" --input-type=module -e "$SCRIPT"`;
  const env = {...process.env, NODE: process.execPath, SCRIPT: programOf(statements)};
  const {status, stdout, stderr} = spawnSync('bash', ['-c', line, program], {env, encoding: 'utf8'});
  return {status, stdout, stderr};
}

describe('standard output', () => {
  it('is written in order, texts and bytes', () => {
    const done = inShell('sh -c "$0"', `out.write('a'); out.write(new Uint8Array([0xc3, 0xa4])); out.write('€\\n');`);
    expect(done).toEqual({status: 0, stdout: 'aä€\n', stderr: ''});
  });

  it('comes whole through a pipe that does not wait for its reader', () => {
    const nonBlocking = `python3 -c 'import os, sys; os.set_blocking(1, False); os.execvp("sh", ["sh", "-c", sys.argv[1]])' "$0"`;
    const done = inShell(
      `${nonBlocking} | cksum`,
      `for (let at = 0; at < 3; at++) out.write(String(at).repeat(1_000_000)); out.write('end');`,
    );
    const whole = [0, 1, 2].map((at) => String(at).repeat(1_000_000)).join('');
    const expected = spawnSync('cksum', {input: `${whole}end`, encoding: 'utf8'}).stdout;
    expect(done).toEqual({status: 0, stdout: expected, stderr: ''});
  });

  it('that nobody reads any more is no error', () => {
    const endless = `for (;;) out.write('line\\n'.repeat(1000));`;
    const done = inShell('sh -c "$0" | head -n 1; exit $PIPESTATUS', endless);
    expect(done).toEqual({status: 0, stdout: 'line\n', stderr: ''});
  });

  it('that cannot be written says why, and ends the program', () => {
    const done = inShell('sh -c "$0" > /dev/full', `out.write('text'); err.write('not reached');`);
    expect(done.status).toBe(4);
    expect(done.stderr).toMatch(/^assay: its output cannot be written: ENOSPC.*\n$/);
  });

  it('goes on where somebody sees to failures', () => {
    const statements = `out.whenItFails(({code}) => err.write(code + ' ')); out.write('a'); out.write('b');`;
    expect(inShell('sh -c "$0" > /dev/full', statements)).toMatchObject({status: 0, stderr: 'ENOSPC ENOSPC '});
  });

  it.each([
    ['a pipe', 'sh -c "$0" | cat'],
    ['a file', 'file=$(mktemp); sh -c "$0" > "$file"; cat "$file"; rm "$file"'],
    ['closed', 'sh -c "$0" >&- ; echo false 0'],
  ])('is no terminal where it is %s', (_what, line) => {
    expect(inShell(line, 'out.write(`${out.isTTY} ${out.columns}\\n`);').stdout).toBe('false 0\n');
  });

  it('knows a terminal and its width', async () => {
    const argv = ['--input-type=module', '-e', programOf('out.write(`${out.isTTY} ${out.columns}`);')];
    using screen = new Screen([process.execPath, ...argv], {cwd: import.meta.dirname, env: {}, columns: 93});
    await screen.shows('true 93');
    expect(await screen.ended).toBe(0);
  });
});
