import type {Command} from 'commander';
import type {CliContext} from './context.ts';
import {type Done, jsonOption, optionsOf, recordingOption} from './register.ts';

export function registerPlanning(program: Command, context: CliContext, done: Done): void {
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
