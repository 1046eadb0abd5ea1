import {type Command, Option} from 'commander';
import type {CliContext} from '../context.ts';
import {type Done, optionsOf, repeatable, withJobChoice} from '../register.ts';

const reportOption = ['--report-dir <dir>', 'where the reports go (default: the folder of the session)'] as const;

/** What every command takes that runs without a person. */
function withRunOptions(command: Command): Command {
  return command
    .option(...reportOption)
    .addOption(new Option('--events <form>', 'every event of the session on standard output').choices(['ndjson']))
    .addOption(new Option('-q, --quiet', 'say only what is wrong, and the verdict').conflicts('verbose'))
    .option('-v, --verbose', 'show what the jobs print, each line with its time and job');
}

export function settingOption(): Option {
  return repeatable('--set <section.key=value>', 'a setting over those of the launcher');
}

/** What every command takes that begins a session. */
function withLaunchOptions(command: Command): Command {
  return withJobChoice(command)
    .option('--launcher <file>', 'a launcher that says how to run it')
    .addOption(settingOption())
    .option('--lanes <n>', 'how many jobs may run side by side: those that say what they touch and do not meet')
    .option('--title <text>', "the session's title (default: the name of the test plan)");
}

export function registerRunning(program: Command, context: CliContext, done: Done): void {
  withLaunchOptions(withRunOptions(program.command('run')))
    .argument('[plan]', "a test plan's id, for instance smoke, or a launcher file; or give --jobs")
    .option('--unattended', 'ask nobody: what the launcher leaves open is run as it is')
    .description('run a test plan, or jobs, without a person and write the reports')
    .action(async (plan: string | undefined, _, command: Command) => {
      const {run} = await import('../commands/run.ts');
      done(await run(context, plan, optionsOf(command)));
    });
  withRunOptions(program.command('resume'))
    .argument('[session]', 'a session id, or its beginning; without one, the last session that is not finished')
    .addOption(
      new Option('--all', 'every session that no person interrupted, one after another').conflicts([
        'takeOver',
        'rerun',
      ]),
    )
    .addOption(
      repeatable('--rerun <pattern>', 'run these jobs once more, with what they need, also of a finished session'),
    )
    .option('--unattended', 'without a person, also where a session was begun at a bench')
    .option('--take-over', 'end the process that runs the session, and go on with it here')
    .description('go on with a session that was interrupted; what is finished keeps its result')
    .action(async (session: string | undefined, _, command: Command) => {
      const {resume} = await import('../commands/resume.ts');
      done(await resume(context, session, optionsOf(command)));
    });
  withLaunchOptions(program.command('bench'))
    .argument('[plan]', "a test plan's id or a launcher file; without one, choose from a list")
    .description('run a test plan with a person at this terminal')
    .option(...reportOption)
    .action(async (plan: string | undefined, _, command: Command) => {
      const {bench} = await import('../commands/bench.ts');
      done(await bench(context, plan, optionsOf(command)));
    });
}
