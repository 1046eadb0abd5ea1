import {type Command, Option} from 'commander';
import type {CliContext} from './context.ts';
import {type Done, jsonOption, optionsOf} from './register.ts';

/** What both commands that run without a person take. */
function withRunOptions(command: Command): Command {
  return command
    .option(...reportOption)
    .addOption(new Option('--events <form>', 'every event of the session on standard output').choices(['ndjson']))
    .addOption(new Option('-q, --quiet', 'say only what is wrong, and the verdict').conflicts('verbose'))
    .option('-v, --verbose', 'show what the jobs print, each line with its time and job');
}

const reportOption = ['--report-dir <dir>', 'where the reports go (default: the folder of the session)'] as const;

export function registerRunning(program: Command, context: CliContext, done: Done): void {
  withRunOptions(program.command('run'))
    .argument('<plan>', "a test plan's id, for instance smoke")
    .description('run a test plan without a person and write the reports')
    .action(async (plan: string, _, command: Command) => {
      const {run} = await import('./commands/run.ts');
      done(await run(context, plan, optionsOf(command)));
    });
  withRunOptions(program.command('resume'))
    .argument('[session]', 'a session id, or its beginning; without one, the last session that is not finished')
    .description('go on with a session that was interrupted; what is finished keeps its result')
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
