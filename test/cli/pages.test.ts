import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {type Command, CommanderError} from 'commander';
import {describe, expect, it} from 'vitest';
import {systemContext} from '../../src/cli/context.ts';
import {describeProgram} from '../../src/cli/program.ts';

const root = resolve(import.meta.dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Mention {
  readonly place: string;
  readonly text: string;
  /** A line that can be typed as it is; words in a sentence may leave arguments out. */
  readonly isWhole: boolean;
}

function mentionsIn(page: string): readonly Mention[] {
  const text = readFileSync(join(root, page), 'utf8');
  const found = [...text.matchAll(/^(?:\$ )?(?:\.\/)?assay (.*)$|`(?:\.\/)?assay ([^`]+)`/gm)];
  return found.map(({1: line, 2: words, index}) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}: assay ${line ?? words}`,
    text: line ?? words ?? '',
    isWhole: line !== undefined,
  }));
}

/** As a shell would: quotes hold words together, a comment and what comes behind a bar are not ours. */
function wordsOf(text: string): readonly string[] {
  const plain = text.replaceAll(/[[\]…]/g, '');
  const words: string[] = [];
  for (const [word] of plain.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (word === '|' || word.startsWith('#')) break;
    words.push(word.replaceAll(/["']/g, ''));
  }
  return words;
}

function doNothing(command: Command): void {
  command.configureOutput({writeOut: () => undefined, writeErr: () => undefined});
  if (command.commands.length === 0) command.action(() => undefined);
  for (const inner of command.commands) doNothing(inner);
}

function whatIsWrong(words: readonly string[]): string | undefined {
  const program = describeProgram(systemContext(words), () => undefined);
  doNothing(program);
  try {
    program.parse([...words], {from: 'user'});
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : `${error.code} ${error.message}`;
    throw error;
  }
}

const incomplete = /^commander\.(?:help|missingArgument|optionMissingArgument) /;

describe('the commands that pages name', () => {
  it.each(pages.flatMap(mentionsIn))('$place', ({text, isWhole}) => {
    const wrong = whatIsWrong(wordsOf(text));
    if (isWhole || wrong === undefined || !incomplete.test(wrong)) expect(wrong).toBeUndefined();
  });

  it('are refused where there is no such thing', () => {
    expect(whatIsWrong(['lst'])).toContain("unknown command 'lst'");
    expect(whatIsWrong(['list', '--machting', 'x'])).toContain("unknown option '--machting'");
    expect(whatIsWrong(['sessions', 'shw'])).toContain("unknown command 'shw'");
  });
});
