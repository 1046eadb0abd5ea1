import {type Command, Option} from 'commander';
import type {CliContext} from '../context.ts';
import {type Done, jsonOption, optionsOf, recordingOption, repeatable, withJobChoice} from '../register.ts';

export function registerPlanning(program: Command, context: CliContext, done: Done): void {
  addPlanOptions(
    program
      .command('plan')
      .argument('[plan]', "a test plan's id; or give --jobs")
      .description('what a test plan would run here, in order, and why'),
  )
    .option('--tree', 'by the lines of the plan, with what each job brings in')
    .addOption(
      new Option('--graph <form>', 'what waits for what').choices(['mermaid', 'dot']).conflicts(['tree', 'json']),
    )
    .addOption(
      new Option('--phase <phase>', 'how far: what the lines name, that with the jobs of templates, or all in order')
        .choices(['selected', 'bootstrapped', 'ordered'])
        .default('ordered'),
    )
    .addOption(
      repeatable(
        '--diff <what>',
        'compare with the plan of another recording=FILE, provider=DIR or plan=PLAN',
      ).conflicts(['tree', 'graph', 'phase']),
    )
    .action(async (plan: string | undefined, _, command: Command) => {
      const {showPlan} = await import('../commands/plan.ts');
      done(await showPlan(context, plan, optionsOf(command)));
    });
  addPlanOptions(
    program
      .command('explain')
      .argument('<job>', 'a job, or a template, by its id')
      .description('why a job is in a plan, where it stands, and whether it runs')
      .option('--plan <plan>', "a test plan's id; or give --jobs, or a session"),
  )
    .option('--session <id>', 'as that session found the machine, and what happened in it')
    .action(async (job: string, _, command: Command) => {
      const {explain} = await import('../commands/explain.ts');
      done(await explain(context, job, optionsOf(command)));
    });
  program
    .command('probe')
    .argument('[name...]', 'probes or resource jobs; without one, every resource')
    .description('what this machine says it has')
    .option(...jsonOption)
    .option('--record <file>', 'write it to a file that --recording reads')
    .action(async (names: string[], _, command: Command) => {
      const {probe} = await import('../commands/probe.ts');
      done(await probe(context, names, optionsOf(command)));
    });
}

/** Which plan, seen how: what `plan` and `explain` share. */
function addPlanOptions(command: Command): Command {
  return withJobChoice(command)
    .option(...jsonOption)
    .option(...recordingOption)
    .option('--no-hardware', 'from the units alone: templates are not expanded, requirements not judged')
    .addOption(new Option('--for <where>', 'order it so that a technician plugs less').choices(['bench']));
}
