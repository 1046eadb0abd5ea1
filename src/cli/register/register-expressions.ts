import {type Command, Option} from 'commander';
import type {CliContext} from '../context.ts';
import {type Done, jsonOption, optionsOf, recordingOption} from '../register.ts';

export function registerExpressions(program: Command, context: CliContext, done: Done): void {
  program
    .command('eval')
    .argument('<expr>', 'an expression as in `requires`, such as "cpuinfo.platform == \'aarch64\'"')
    .description('whether an expression holds here, with what each part of it gives')
    .option(...jsonOption)
    .option(...recordingOption)
    .option('--namespace <namespace>', 'where the names of resources stand; not needed where only one bears the name')
    .option('--imports <text>', "'from NAMESPACE import ID as NAME', for an id that is no identifier")
    .addHelpText(
      'after',
      '\nExit code: 0 for true and for false, 2 for an expression that cannot be read, 4 for unknown.',
    )
    .action(async (text: string, _, command: Command) => {
      const {evaluate} = await import('../commands/eval.ts');
      done(await evaluate(context, text, optionsOf(command)));
    });
  program
    .command('expand-template')
    .argument('[id]', "a template's id")
    .description('which jobs a template makes, and why not more')
    .option(...jsonOption)
    .option(...recordingOption)
    .option('--all', 'every template, one line each, and what failed')
    .option('--job <id>', 'the other way round: which template makes this job, and of which record')
    .addOption(
      new Option(
        '--record <pairs>',
        'a record to use instead: KEY=VALUE,KEY=VALUE or a JSON object; may be repeated',
      ).argParser((value: string, all: readonly string[] = []) => [...all, value]),
    )
    .option('--show <field>', 'this field of every unit that is made')
    .option('--full', 'every unit that is made, as it would stand in a file')
    .option('--why-not <n>', 'what became of record N, counted from 0')
    .option('--diff <file>', 'what is gained, lost or changed beside this recording')
    .addHelpText(
      'after',
      '\nExit code: 2 where an instance failed or the template is wrong, 4 where the resource is unknown, else 0.',
    )
    .action(async (id: string | undefined, _, command: Command) => {
      const {expandTemplates} = await import('../commands/expand-template.ts');
      done(await expandTemplates(context, id, optionsOf(command)));
    });
}
