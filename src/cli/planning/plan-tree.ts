import type {UnitId} from '../../base/ids.ts';
import {positionAt} from '../../base/source.ts';
import type {EdgeKind, Inclusion, PlannedJob, PlannedTemplate} from '../../planner/plan.ts';
import {describeNothing} from '../../session/describe.ts';
import {draw, type Twig} from './draw-tree.ts';
import {nearby, type Page} from './page.ts';
import {fateOf, isForPerson, type NameOf, plainText, timeOf} from './words.ts';

type Selected = Extract<Inclusion, {type: 'selected'}>;

/** A line of a test plan with what it selects. */
interface Line {
  readonly by: Selected;
  readonly jobs: PlannedJob[];
  readonly templates: PlannedTemplate[];
}

interface TreeContext {
  readonly names: NameOf;
  readonly page: Page;
  /** What a job or template has pulled in, by its id. */
  readonly pulled: ReadonlyMap<UnitId, readonly PlannedJob[]>;
}

const verbs: Readonly<Record<EdgeKind, string>> = {
  depends: 'depends on',
  after: 'comes after',
  before: 'comes after',
  salvages: 'salvages',
  requires: 'requires',
  template: 'is made from',
  input: 'takes from',
  suspend: 'comes after',
  group: 'comes after',
};

interface TreeInput {
  readonly jobs: readonly PlannedJob[];
  readonly templates: readonly PlannedTemplate[];
}

/** The lines of the plan, what each selects, and below each job what only it brought in; numbers tell the order. */
export function treeOf(input: TreeInput, names: NameOf, page: Page): readonly string[] {
  const pulled = new Map<UnitId, PlannedJob[]>();
  for (const line of input.jobs) {
    if (line.inclusion.type === 'selected') continue;
    const known = pulled.get(line.inclusion.by);
    if (known === undefined) pulled.set(line.inclusion.by, [line]);
    else known.push(line);
  }
  const context = {names, page, pulled};
  return [...looseTwigs(input.jobs, context), ...sections(input, context)].flatMap((twig) => draw(twig, page));
}

/** Templates ask for resources before they are jobs. */
function looseTwigs(jobs: readonly PlannedJob[], context: TreeContext): readonly Twig[] {
  const there = new Set(jobs.map(({id}) => id));
  const loose = jobs.filter(({inclusion}) => inclusion.type === 'pulled' && !there.has(inclusion.by));
  if (loose.length === 0) return [];
  const twigs = (): readonly Twig[] => loose.map((line) => jobTwig(line, {...context, by: true}));
  return [{head: 'read before the plan is made', twigs}];
}

function sections({jobs, templates}: TreeInput, context: TreeContext): readonly Twig[] {
  const all = new Map<string, Map<string, Line>>();
  const lineOf = (by: Selected): Line => {
    const {plan, section, span} = by;
    const title = nearby(`${section} of ${plan}, ${span.file.path}`, context.page);
    const lines = all.get(title) ?? new Map<string, Line>();
    all.set(title, lines);
    const line = lines.get(`${span.start}`) ?? {by, jobs: [], templates: []};
    lines.set(`${span.start}`, line);
    return line;
  };
  for (const line of jobs) if (line.inclusion.type === 'selected') lineOf(line.inclusion).jobs.push(line);
  for (const template of templates) {
    // A template that made jobs is named with each of them.
    if (template.inclusion.type === 'selected' && (template.tally?.made ?? 0) === 0) {
      lineOf(template.inclusion).templates.push(template);
    }
  }
  return [...all].map(([title, lines]): Twig => {
    const inOrder = [...lines.values()].sort((a, b) => a.by.span.start - b.by.span.start);
    return {head: title, twigs: () => inOrder.flatMap((line) => lineTwigs(line, context))};
  });
}

/** A line that is no more than a job's or a template's name is that job or template. */
function lineTwigs({by, jobs, templates}: Line, context: TreeContext): readonly Twig[] {
  const {file, start, end} = by.span;
  const written = plainText(file.text.slice(start, end));
  const number = `:${positionAt(file, start).line} `;
  const twigs = [
    ...jobs.map((line) => jobTwig(line, context)),
    ...templates.map((template) => templateTwig(template, context)),
  ];
  const [only, ...more] = twigs;
  if (only !== undefined && more.length === 0 && only.head === written)
    return [{...only, head: `${number}${only.head}`}];
  return [{head: `${number}${written}`, twigs: () => twigs}];
}

function templateTwig({id, resource, tally}: PlannedTemplate, {names}: TreeContext): Twig {
  const twig = {head: names(id), facts: `  template over ${names(resource)}`};
  if (tally === undefined) return twig;
  const rest = `${tally.failed + tally.undecided} of ${tally.recordCount} records make no job`;
  const text = plainText(tally.unknown ?? `nothing here: ${describeNothing(tally) ?? rest}`);
  return {...twig, fate: {text, style: 'dim'}};
}

function jobTwig(line: PlannedJob, context: TreeContext & {readonly by?: boolean}): Twig {
  const {names, pulled, by = false} = context;
  const {inclusion, job} = line;
  const person = isForPerson(line) ? ', needs a person' : '';
  const instance = line.status === 'dropped' ? undefined : line.instance;
  const made = instance === undefined ? '' : `, record ${instance.record} of ${names(instance.template)}`;
  const who = inclusion.type === 'pulled' && by ? `${names(inclusion.by)} ` : '';
  const how = inclusion.type === 'pulled' ? `${who}${verbs[inclusion.edge]} ` : '';
  const text = fateOf(line);
  return {
    head: `${how}${names(line.id)}`,
    facts: `  #${line.index + 1}, ${timeOf(line)}${person}${made}`,
    summary: plainText(job?.summary ?? ''),
    ...(text === '' ? {} : {fate: {text, style: line.status === 'dropped' ? 'red' : 'yellow'}}),
    twigs: () => (pulled.get(line.id) ?? []).map((inner) => jobTwig(inner, {...context, by: false})),
  };
}
