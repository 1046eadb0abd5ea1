import {Command, CommanderError, Option} from 'commander';
import {renderDiagnostic} from '../base/render-diagnostic.ts';
import {version} from '../base/version.ts';
import {type CliContext, systemContext} from './context.ts';
import type {ExitCode} from './options.ts';
import {registerConfig} from './register/register-config.ts';
import {registerExpressions} from './register/register-expressions.ts';
import {registerPlanning} from './register/register-planning.ts';
import {registerRunning} from './register/register-running.ts';
import {registerSessions} from './register/register-sessions.ts';
import {registerUnits} from './register/register-units.ts';
import type {Done} from './register.ts';
import {UsageError} from './usage-error.ts';

/** Runs what was typed and gives the exit code of design decision 8. Nothing escapes it. */
export async function runProgram(words: readonly string[]): Promise<number> {
  const context = systemContext(words);
  let code: ExitCode = 0;
  const program = describeProgram(context, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(startsWithLauncher(context) ? ['run', ...words] : [...words], {from: 'user'});
    return code;
  } catch (error) {
    return report(error, context);
  }
}

/** An executable launcher with `#!/usr/bin/env assay`: the kernel gives its path as the first word. */
function startsWithLauncher(context: CliContext): boolean {
  const [first = ''] = context.words;
  return first.includes('/') && context.host.files.stat(first)?.kind === 'file';
}

function report(error: unknown, context: CliContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    for (const diagnostic of error.diagnostics) {
      context.err.write(`${renderDiagnostic(diagnostic, {colour: context.colour})}\n`);
    }
    return 2;
  }
  // Our own bug, or a machine that is broken in a way nobody thought of: the stack is what a report of it needs.
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.err.write(`assay: internal error: ${shown}\n`);
  return 4;
}

/** Everything that can be typed; `done` gets the exit code of what was. */
export function describeProgram(context: CliContext, done: Done): Command {
  const program = new Command('assay')
    .description('Certifies that a Linux device works.')
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'what a command does and its options')
    .addOption(
      new Option('--provider <dir>', 'load the units of this provider, or of each in this folder; may be repeated')
        .argParser((value: string, all: readonly string[]) => [...all, value])
        .default([], 'the stock suite'),
    )
    .addOption(
      new Option(
        '--key <name=value>',
        'what by-NAME asks for, over provider.yaml and this machine; may be repeated',
      ).argParser((value: string, all: readonly string[] = []) => [...all, value]),
    )
    .option('--no-transforms', "refuse a provider's own transforms")
    .showHelpAfterError('(assay --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      writeErr: (text) => context.err.write(text),
    });
  for (const register of [
    registerRunning,
    registerSessions,
    registerConfig,
    registerUnits,
    registerExpressions,
    registerPlanning,
  ]) {
    register(program, context, done);
  }
  inherit(program);
  return program;
}

/** Commands do not take these over from what they belong to. */
function inherit(parent: Command, path = 'assay'): void {
  for (const command of parent.commands) {
    const own = `${path} ${command.name()}`;
    command
      .exitOverride()
      .configureOutput(parent.configureOutput())
      .showHelpAfterError(`usage: ${own} ${command.usage()}\n(${own} --help says more)`);
    inherit(command, own);
  }
}
