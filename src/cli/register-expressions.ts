import type {Command} from 'commander';
import type {CliContext} from './context.ts';
import {type Done, jsonOption, optionsOf, recordingOption} from './register.ts';

export function registerExpressions(program: Command, context: CliContext, done: Done): void {
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
}
