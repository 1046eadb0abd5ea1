import {type Command, Option} from 'commander';
import type {CliContext} from '../context.ts';
import {newPlugins} from '../new/units.ts';
import {type Done, jsonOption, optionsOf} from '../register.ts';

function repeated(flags: string, description: string): Option {
  const option = new Option(flags, `${description}; may be repeated`);
  return option.argParser((value: string, all: readonly string[] = []) => [...all, value]);
}

export function registerUnits(program: Command, context: CliContext, done: Done): void {
  program
    .command('list')
    .argument('[kind]', 'units, jobs, templates, test-plans, categories, manifest-entries, exporters', 'units')
    .description('the units of one kind, in their order')
    .option(...jsonOption)
    .option('--match <glob>', 'whose full or partial id fits; without * or ?, any part of it')
    .addOption(repeated('--provider-name <glob>', 'of providers with such a name'))
    .option('--plugin <plugin>', 'jobs, and templates of jobs, with this plugin')
    .option('--category <id>', 'jobs, and templates of jobs, of this category')
    .addOption(repeated('--where <field[=glob]>', 'that have the field, or that have this among its words or lines'))
    .option('--written', 'one for each unit that a file has, without what siblings, matrices and flags make of it')
    .action(async (kind: string, _, command: Command) => {
      const {list} = await import('../commands/list.ts');
      done(await list(context, kind, optionsOf(command)));
    });
  program
    .command('show')
    .argument('<id>')
    .description('one unit: its fields, where it stands, what refers to it')
    .option(...jsonOption)
    .option('--source', 'the lines of its file instead of its fields')
    .action(async (id: string, _, command: Command) => {
      const {show} = await import('../commands/show.ts');
      done(await show(context, id, optionsOf(command)));
    });
  program
    .command('trace')
    .argument('<id>')
    .description('one unit after every layer of transforms, and what each changed')
    .option(...jsonOption)
    .action(async (id: string, _, command: Command) => {
      const {traceLayers} = await import('../commands/trace.ts');
      done(await traceLayers(context, id, optionsOf(command)));
    });
  program
    .command('validate')
    .argument('[dir...]', 'providers; the same as --provider')
    .description('what is wrong with the units, with the place and the nearest right spelling')
    .option(...jsonOption)
    .option('--strict', 'warnings fail too')
    .action(async (directories: string[], _, command: Command) => {
      const {validate} = await import('../commands/validate.ts');
      done(await validate(context, directories, optionsOf(command)));
    });
  program
    .command('convert')
    .argument('<file...>', 'unit files')
    .description('unit files in the other form, with their comments: .pxu as YAML, or YAML as .pxu')
    .option(...jsonOption)
    .addOption(new Option('--to <form>', 'the form; without it, the one the file is not in').choices(['yaml', 'pxu']))
    .option('--write', 'put the new files in the place of the old ones')
    .action(async (files: string[], _, command: Command) => {
      const {convertFiles} = await import('../commands/convert.ts');
      done(await convertFiles(context, files, optionsOf(command)));
    });
  program
    .command('schema')
    .argument(
      '[name]',
      'unit-file, provider, launcher, a kind of unit such as job, or a command with --json such as eval',
    )
    .description('the JSON Schema of unit files, from which editors complete and check, or of what a command prints')
    .option(...jsonOption)
    .option('--dir <dir>', 'write all of them, or the one that is named, into this folder')
    .action(async (name: string | undefined, _, command: Command) => {
      const {schema} = await import('../commands/schema.ts');
      done(await schema(context, name, optionsOf(command)));
    });
  program
    .command('new')
    .argument('<provider|job|template|plan>', 'what is to be made')
    .argument('<name>', 'of a provider, for instance com.example:audio; else an id')
    .description('something to begin with, that validates and runs at once')
    .option(...jsonOption)
    .option('--dir <dir>', 'where a provider is made, else the provider that gets it (default: this folder or above)')
    .option('--namespace <namespace>', 'of a provider, where its name does not say it')
    .addOption(new Option('--plugin <plugin>', 'of a job').choices(newPlugins))
    .option('--probe <probe>', 'of a template: what the records come from')
    .action(async (what: string, name: string, _, command: Command) => {
      const {makeNew} = await import('../commands/new.ts');
      done(await makeNew(context, [what, name], optionsOf(command)));
    });
}
