import type {Command} from 'commander';
import type {CliContext} from '../context.ts';
import {type Done, jsonOption, optionsOf} from '../register.ts';
import {settingOption} from './register-running.ts';

export function registerConfig(program: Command, context: CliContext, done: Done): void {
  const config = program.command('config').description('what launchers and configuration files say');
  config
    .command('explain')
    .argument('[key]', 'SECTION.KEY such as ui.auto_retry, or a section; without one, everything that is set')
    .description('each file that sets a key, and the one that counts')
    .option('--launcher <file>', 'a launcher over the configuration files')
    .addOption(settingOption())
    .option(...jsonOption)
    .action(async (key: string | undefined, _, command: Command) => {
      const {explainConfig} = await import('../commands/config.ts');
      done(explainConfig(context, key, optionsOf(command)));
    });
  config
    .command('defaults')
    .description('a launcher with every section and key, what they mean and what they are unless they are set')
    .action(async () => {
      const {defaultConfig} = await import('../commands/config.ts');
      done(defaultConfig(context));
    });
  config
    .command('check')
    .argument('[file]', 'a launcher; without one, the configuration files of this machine')
    .description('what is wrong in a launcher and in all that it imports')
    .option(...jsonOption)
    .action(async (file: string | undefined, _, command: Command) => {
      const {checkConfig} = await import('../commands/config.ts');
      done(checkConfig(context, file, optionsOf(command)));
    });
  registerManifest(program, context, done);
}

function registerManifest(program: Command, context: CliContext, done: Done): void {
  const manifest = program.command('manifest').description('what people said about the hardware of this machine');
  manifest
    .command('show')
    .description('every manifest entry and its answer')
    .option('--plan <plan>', 'only the entries that the jobs of this test plan look at')
    .option(...jsonOption)
    .action(async (_, command: Command) => {
      const {showManifest} = await import('../commands/manifest.ts');
      done(await showManifest(context, optionsOf(command)));
    });
  manifest
    .command('set')
    .argument('<entry>', 'the id of a manifest entry')
    .argument('<value>', 'yes, no or a whole number')
    .description('answer an entry, for all sessions on this machine')
    .action(async (key: string, value: string, _, command: Command) => {
      const {setManifest} = await import('../commands/manifest.ts');
      done(await setManifest(context, {key, value}, optionsOf(command)));
    });
  manifest
    .command('unset')
    .argument('<entry>', 'the full id of a manifest entry')
    .description('make an entry unknown again')
    .action(async (key: string) => {
      const {unsetManifest} = await import('../commands/manifest.ts');
      done(await unsetManifest(context, key));
    });
  manifest
    .command('import')
    .argument('<file>', "answers as Checkbox's machine-manifest.json has them")
    .description('take over answers from a file')
    .action(async (file: string) => {
      const {importManifest} = await import('../commands/manifest.ts');
      done(await importManifest(context, file));
    });
}
