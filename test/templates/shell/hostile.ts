import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {mark} from '../../../src/templates/shell/place.ts';
import {quoteFor} from '../../../src/templates/shell/quote.ts';
import {scan} from '../../../src/templates/shell/scan.ts';

/** Prints the number of its arguments and each of them between two control characters. */
const prelude = `show() { printf '%s\\003' "$#"; for shown; do printf '\\001%s\\002' "$shown"; done; printf '\\004'; }
cd "$1" || exit 9
`;

/** The script with one value in every placeholder; undefined where the value is refused in one of them. */
export function interpolate(script: string, value: string): string | undefined {
  const places = scan(script);
  const parts = script.split(mark);
  let text = parts[0] ?? '';
  for (const [index, place] of places.entries()) {
    const quoted = quoteFor(place, value, {mayRun: true});
    if (!quoted.ok) return undefined;
    text += quoted.text + (parts[index + 1] ?? '');
  }
  return text;
}

export interface ShellRun {
  /** The arguments of each call of `show`, in order. */
  readonly shown: readonly (readonly string[])[];
  /** Files that something made. */
  readonly files: readonly string[];
}

/** Runs a script in an empty directory, where it may fail if it is said so. What it prints on its standard error is dropped. */
export function runIn(shell: string, script: string, may: 'fail' | 'not fail' = 'not fail'): ShellRun {
  const directory = mkdtempSync(join(tmpdir(), 'assay-shell-'));
  try {
    const {status, stdout: output} = spawnSync(shell, ['-c', prelude + script, shell, directory], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {PATH: '/usr/local/bin:/usr/bin:/bin', HOME: directory, LC_ALL: 'C.UTF-8'},
      timeout: 20_000,
    });
    if (status !== 0 && may === 'not fail') throw new Error(`${shell} ended with ${status}: ${script}`);
    const calls = output.split('\u0004').slice(0, -1);
    const shown = calls.map((call) =>
      call
        .slice(call.indexOf('\u0003') + 1)
        .split('\u0002')
        .slice(0, -1)
        .map((argument) => argument.slice(1)),
    );
    return {shown, files: readdirSync(directory)};
  } finally {
    rmSync(directory, {recursive: true});
  }
}

export const hostile: readonly string[] = [
  '',
  'plain-1.2_x/y:z@%+=,',
  'a b',
  ' a  b ',
  '\t',
  'a\nb',
  '\n',
  'a\rb',
  '$(touch owned); reboot',
  '$(touch owned)',
  '`touch owned`',
  '; touch owned;',
  "'; touch owned; '",
  '"; touch owned; "',
  '\'"; touch owned; "\'',
  '\\"; touch owned; "',
  "\\'; touch owned; '",
  '\n touch owned\n',
  ') touch owned; (',
  ');touch owned;#',
  '}; touch owned; {',
  ';; esac; touch owned; case x in x',
  'EOF',
  'EOF\ntouch owned\n',
  'touch owned #',
  '#',
  '# x',
  '*',
  '?',
  '[a-z]*',
  '~',
  '~root',
  '{{.State.Status}}',
  '{x}',
  '{',
  '}',
  '{1..3}',
  '-rf',
  '--',
  '-',
  '\\',
  '\\\\',
  'a\\',
  '\\n',
  "'",
  '"',
  "''",
  '""',
  '$',
  '$$',
  '$HOME',
  '${HOME}',
  '${x:=$(touch owned)}',
  '$((1+1))',
  '(touch owned)',
  '{HOME}',
  "(')",
  '!',
  '!!',
  '!ls',
  '&',
  '& touch owned &',
  '| touch owned',
  '|| touch owned',
  '&& touch owned',
  '> owned',
  '>owned',
  '<x',
  '2',
  '2>owned',
  'a,b',
  '{a,b}',
  'a..c',
  'a[$(touch owned)]',
  'x[$(touch owned>&2)]',
  '@P',
  'x=1',
  'PATH=.',
  '%s%n%d',
  'é',
  "é'; touch owned; '",
  'é"; touch owned; "',
  'é\\',
  '日本語 ラベル',
  '😀',
  '\u00a0',
  '\u2028',
  '\u200b',
  '\u007f',
  '\u001b[31m',
  'if',
  'esac',
  'done',
  'x\u0300',
];

/** Every hostile value after the other in one script, each in a subshell of its own. */
export function blocks(build: (value: string) => string | undefined): {script: string; values: readonly string[]} {
  const accepted: string[] = [];
  let script = '';
  for (const value of hostile) {
    const block = build(value);
    if (block === undefined) continue;
    accepted.push(value);
    script += `(\n${block}\n)\n`;
  }
  return {script, values: accepted};
}
