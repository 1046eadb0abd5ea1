/** The plugins that a new job can have: those that are not old. */
export const newPlugins = [
  'shell',
  'manual',
  'user-interact',
  'user-interact-verify',
  'attachment',
  'resource',
] as const;
export type NewPlugin = (typeof newPlugins)[number];

const command = 'command: echo "the test goes here"\n';
const steps = 'steps: |\n  1. Look at the machine.\n  2. Press Enter.\n';
const verification = 'verification: Is all as it should be?\n';

const bodies: Readonly<Record<NewPlugin, string>> = {
  shell: `# Passes where the command exits with 0.\n${command}`,
  manual: `purpose: Why a person has to look.\n${steps}${verification}`,
  'user-interact': `# The command runs once the person has done this, and its exit code decides.\n${steps}${command}`,
  'user-interact-verify': `# The command runs once the person has done this, and the person decides.\n${steps}${command}${verification}`,
  attachment: '# What the command prints is kept with the results.\ncommand: uname -a\n',
  resource: `# What the command prints are records for expressions and templates, an empty line between two of them.
command: |
  printf 'name: one\\n\\nname: two\\n'
keys:
  name: string
`,
};

function titleOf(id: string): string {
  return id.replaceAll(/[-_/.]+/g, ' ').trim();
}

/** A plan of its own lets an author run a new unit before it is in a plan that matters. */
function trial(id: string, more: string): string {
  return `---
# Runs it alone. Put ${id} into the plan that it is for, and take this one away.
unit: test plan
id: try-${id}
name: Try ${titleOf(id)}
${more}include:
  - ${id}
`;
}

export function jobText(id: string, plugin: NewPlugin): string {
  const head = `unit: job\nid: ${id}\nsummary: Says in one short line what ${titleOf(id)} is about\nplugin: ${plugin}\n`;
  return `${head}${bodies[plugin]}estimated_duration: 1\n${trial(id, '')}`;
}

export interface NewTemplate {
  readonly id: string;
  /** The partial id of the resource job: a name that expressions can use. */
  readonly resource: string;
  /** The probe of a resource job that is still to be made. */
  readonly probe: string | undefined;
  /** The key of the records that tells them apart. */
  readonly key: string;
}

function resourceText(resource: string, probe: string): string {
  return `# What this machine has, by a built-in probe. To see it: assay --provider DIR probe ${resource}
unit: job
id: ${resource}
summary: What the probe ${probe} knows of this machine
plugin: resource
probe: ${probe}
estimated_duration: 1
---
`;
}

/** A template, with the resource that it is made of where the provider has none. */
export function templateText({id, resource, probe, key}: NewTemplate): string {
  return `${probe === undefined ? '' : resourceText(resource, probe)}# One job for each record. A key in braces stands for the record's value, quoted for the place where it stands.
unit: template
template-id: ${id}
template-summary: ${titleOf(id)}, one job for each record
template-resource: ${resource}
# Only records that meet this make a job.
template-filter:
  - ${resource}.${key} != ''
id: ${id}-{${key}}
summary: Says in one short line what is tested of {${key}}
plugin: shell
command: echo {${key}}
estimated_duration: 1
${trial(id, `bootstrap_include:\n  - ${resource}\n`)}`;
}

export interface NewPlan {
  readonly id: string;
  readonly setup: readonly string[];
  readonly bootstrap: readonly string[];
  readonly include: readonly string[];
}

function section(name: string, ids: readonly string[]): string {
  return ids.length === 0 ? '' : `${name}:\n${ids.map((id) => `  - ${selector(id)}\n`).join('')}`;
}

/** An id that is not a plain word stands in quotes: those of the list, and where it has spaces those of the line. */
function selector(id: string): string {
  if (/^[A-Za-z][\w./-]*$/.test(id)) return id;
  const line = /[\s#]/.test(id) ? `"${id}"` : id;
  return `'${line.replaceAll("'", "''")}'`;
}

export function planText({id, setup, bootstrap, include}: NewPlan): string {
  const head = `# Leave out what this plan is not for.\nunit: test plan\nid: ${id}\nname: ${titleOf(id)}\n`;
  const sections = [section('setup_include', setup), section('bootstrap_include', bootstrap)];
  return `${head}${sections.join('')}${include.length === 0 ? 'include: []\n' : section('include', include)}`;
}
