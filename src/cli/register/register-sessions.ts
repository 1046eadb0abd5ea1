import type {Command} from 'commander';
import type {CliContext} from '../context.ts';
import {type Done, jsonOption, optionsOf} from '../register.ts';

const which = ['[session]', 'a session id, or its beginning; without one, the newest'] as const;
const rootOption = ['--root <dir>', 'the root of the machine that is changed', '/'] as const;

export function registerSessions(program: Command, context: CliContext, done: Done): void {
  const sessions = program.command('sessions').description('the sessions kept on this machine');
  sessions
    .command('list')
    .description('every session, the newest first')
    .option(...jsonOption)
    .action(async (_, command: Command) => {
      const {listSessions} = await import('../commands/sessions.ts');
      done(await listSessions(context, optionsOf(command)));
    });
  sessions
    .command('show')
    .argument(...which)
    .description('one session, with what became of every job and where its output is')
    .option(...jsonOption)
    .action(async (session: string | undefined, _, command: Command) => {
      const {showSession} = await import('../commands/sessions.ts');
      done(await showSession(context, session, optionsOf(command)));
    });
  sessions
    .command('delete')
    .argument('<sessions...>', 'session ids, or their beginnings')
    .description('delete sessions with all that they hold; one that is running is refused')
    .action(async (words: readonly string[]) => {
      const {deleteSessions} = await import('../commands/sessions.ts');
      done(await deleteSessions(context, words));
    });
  sessions
    .command('export')
    .argument(...which)
    .description('make the reports of a session once more')
    .option('--report-dir <dir>', 'where they go (default: the folder of the session)')
    .option('--format <name>', 'only this one, on standard output unless there is a --report-dir')
    .action(async (session: string | undefined, _, command: Command) => {
      const {exportSession} = await import('../commands/export-session.ts');
      done(await exportSession(context, session, optionsOf(command)));
    });
  registerAutoresume(program, context, done);
}

function registerAutoresume(program: Command, context: CliContext, done: Done): void {
  const autoresume = program.command('autoresume').description('go on with unfinished sessions after a restart');
  autoresume
    .command('enable')
    .description('install a systemd unit that runs assay resume --all after boot')
    .option(...rootOption)
    .action(async (_, command: Command) => {
      const {enableAutoresume} = await import('../commands/autoresume.ts');
      done(await enableAutoresume(context, optionsOf(command)));
    });
  autoresume
    .command('disable')
    .description('remove it')
    .option(...rootOption)
    .action(async (_, command: Command) => {
      const {disableAutoresume} = await import('../commands/autoresume.ts');
      done(await disableAutoresume(context, optionsOf(command)));
    });
  autoresume
    .command('status')
    .description('whether it is installed')
    .option(...rootOption)
    .option(...jsonOption)
    .action(async (_, command: Command) => {
      const {autoresumeStatus} = await import('../commands/autoresume.ts');
      done(autoresumeStatus(context, optionsOf(command)));
    });
}
