import {Command, CommanderError, Option} from 'commander';
import {renderDiagnostic} from '../base/render-diagnostic.ts';
import {version} from '../base/version.ts';
import {type CliContext, systemContext} from './context.ts';
import type {ExitCode, GlobalOptions} from './options.ts';
import {UsageError} from './usage-error.ts';

const jsonOption = ['--json', 'one JSON document on standard output'] as const;
const recordingOption = ['--recording <file>', 'take the resources from what `probe --record` wrote'] as const;
const reportOption = ['--report-dir <dir>', 'where the reports go (default: the folder of the session)'] as const;

/** Runs what was typed and gives the exit code of design decision 8. Nothing escapes it. */
export async function runProgram(words: readonly string[]): Promise<number> {
  const context = systemContext(words);
  let code: ExitCode = 0;
  const program = describe(context, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...words], {from: 'user'});
    return code;
  } catch (error) {
    return report(error, context);
  }
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

type Done = (code: ExitCode) => void;

function describe(context: CliContext, done: Done): Command {
  const program = new Command('assay')
    .description('Certifies that a Linux device works.')
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'what a command does and its options')
    .addOption(
      new Option('--provider <dir>', 'load the units of this provider, or of each in this folder; may be repeated')
        .argParser((value: string, all: readonly string[]) => [...all, value])
        .default([], 'the stock suite'),
    )
    .option('--no-transforms', "refuse a provider's own transforms")
    .showHelpAfterError('(assay --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      writeErr: (text) => context.err.write(text),
    });
  describeRunning(program, context, done);
  describeAuthoring(program, context, done);
  for (const command of program.commands) {
    command.exitOverride().configureOutput(program.configureOutput());
  }
  return program;
}

/** Options given before and after the command's name, as one. */
function optionsOf<T extends GlobalOptions>(command: Command): T {
  return command.optsWithGlobals<T>();
}

function describeRunning(program: Command, context: CliContext, done: Done): void {
  program
    .command('run')
    .argument('<plan>', "a test plan's id, for instance smoke")
    .description('run a test plan without a person and write the reports')
    .option(...reportOption)
    .addOption(new Option('--events <form>', 'every event of the session on standard output').choices(['ndjson']))
    .action(async (plan: string, _, command: Command) => {
      const {run} = await import('./commands/run.ts');
      done(await run(context, plan, optionsOf(command)));
    });
  program
    .command('resume')
    .argument('[session]', 'a session id, or its beginning; without one, the last session that is not finished')
    .description('go on with a session that was interrupted; what is finished keeps its result')
    .option(...reportOption)
    .addOption(new Option('--events <form>', 'every event of the session on standard output').choices(['ndjson']))
    .action(async (session: string | undefined, _, command: Command) => {
      const {resume} = await import('./commands/resume.ts');
      done(await resume(context, session, optionsOf(command)));
    });
  program
    .command('bench')
    .argument('[plan]', "a test plan's id; without one, choose from a list")
    .description('run a test plan with a person at this terminal')
    .option(...reportOption)
    .action(async (plan: string | undefined, _, command: Command) => {
      const {bench} = await import('./commands/bench.ts');
      done(await bench(context, plan, optionsOf(command)));
    });
  program
    .command('sessions')
    .argument('<action>', 'list')
    .description('the sessions kept on this machine')
    .option(...jsonOption)
    .action(async (action: string, _, command: Command) => {
      const {sessions} = await import('./commands/sessions.ts');
      done(await sessions(context, action, optionsOf(command)));
    });
}

function describeAuthoring(program: Command, context: CliContext, done: Done): void {
  program
    .command('list')
    .argument('[kind]', 'units, jobs, templates, test-plans, categories, manifest-entries, exporters', 'units')
    .description('the units of one kind, in their order')
    .option(...jsonOption)
    .action(async (kind: string, _, command: Command) => {
      const {list} = await import('./commands/list.ts');
      done(await list(context, kind, optionsOf(command)));
    });
  program
    .command('show')
    .argument('<id>')
    .description('one unit: its fields, where it stands, what refers to it')
    .option(...jsonOption)
    .action(async (id: string, _, command: Command) => {
      const {show} = await import('./commands/show.ts');
      done(await show(context, id, optionsOf(command)));
    });
  program
    .command('validate')
    .argument('[dir...]', 'providers; the same as --provider')
    .description('what is wrong with the units, with the place and the nearest right spelling')
    .option(...jsonOption)
    .option('--strict', 'warnings fail too')
    .action(async (directories: string[], _, command: Command) => {
      const {validate} = await import('./commands/validate.ts');
      done(await validate(context, directories, optionsOf(command)));
    });
  program
    .command('expand-template')
    .argument('[id]', "a template's id")
    .description('which jobs a template makes, and why not more')
    .option(...jsonOption)
    .option(...recordingOption)
    .option('--all', 'every template')
    .action(async (id: string | undefined, _, command: Command) => {
      const {expandTemplates} = await import('./commands/expand-template.ts');
      done(await expandTemplates(context, id, optionsOf(command)));
    });
  program
    .command('plan')
    .argument('<plan>', "a test plan's id")
    .description('what a test plan would run here, in order, and why')
    .option(...jsonOption)
    .option(...recordingOption)
    .action(async (plan: string, _, command: Command) => {
      const {showPlan} = await import('./commands/plan.ts');
      done(await showPlan(context, plan, optionsOf(command)));
    });
  program
    .command('probe')
    .argument('[name...]', 'probes or resource jobs; without one, every resource')
    .description('what this machine says it has')
    .option(...jsonOption)
    .option('--record <file>', 'write it to a file that --recording reads')
    .action(async (names: string[], _, command: Command) => {
      const {probe} = await import('./commands/probe.ts');
      done(await probe(context, names, optionsOf(command)));
    });
}
