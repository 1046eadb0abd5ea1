import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {nearest} from '../base/nearest.ts';
import type {ResourceRecord, ResourceState} from '../expressions/environment.ts';
import type {UnitRecord} from '../units/record.ts';
import type {Template} from '../units/unit.ts';
import {collisionMessage, tellingKeys} from './collisions.ts';
import type {CompiledTemplate} from './compile-template.ts';
import type {ExpandContext, Expansion, FailedInstance, Instance} from './expansion.ts';
import {filterFor} from './filter.ts';
import {instanceOf} from './instance.ts';
import {placeholdersOf} from './placeholders.ts';
import {type RenderScope, renderInstance} from './render-instance.ts';
import type {Problem} from './rendered.ts';
import {describeResource, describeUnknown} from './resource-report.ts';

/** Keys among which the nearest to a missing one is looked for. */
const mostCandidates = 2000;

interface Draft {
  readonly instance: Instance;
  readonly contents: readonly string[];
}

interface Work {
  readonly compiled: CompiledTemplate;
  readonly isSound: ExpandOptions['isSound'];
  readonly records: readonly ResourceRecord[];
  readonly drafts: Draft[];
  readonly failed: FailedInstance[];
  readonly collapsed: {record: number; same: number}[];
  readonly notices: Diagnostic[];
}

interface ExpandOptions {
  readonly context: ExpandContext;
  readonly isSound: (record: UnitRecord) => boolean;
}

/** Makes a template's instances from the records of its resource. An instance can fail, the others are still made. */
export function expandCompiled(
  compiled: CompiledTemplate,
  state: ResourceState,
  {context, isSound}: ExpandOptions,
): Expansion {
  const {template} = compiled;
  const base = {template: template.id, resource: template.resource.id};
  const nothing = {instances: [], filtered: [], failed: [], collapsed: [], notices: []};
  if (state.state === 'unknown') {
    const problem = describeUnknown(template, state.reason, context);
    const diagnostics = [...compiled.diagnostics, problem];
    return {...base, ...nothing, state: 'unknown', reason: problem.message, recordCount: 0, diagnostics};
  }
  const work: Work = {compiled, isSound, records: state.records, drafts: [], failed: [], collapsed: [], notices: []};
  const {matching, filtered} = filterFor(compiled, state, context);
  const scope = {environment: context, resource: base.resource, options: fillOptions(template, context)};
  for (const [index, record] of matching.entries()) makeInstance(work, record, {...scope, index: index + 1});
  const instances = settle(work);
  const failed = work.failed.toSorted((a, b) => a.record - b.record);
  const about = describeResource({compiled, state, filtered, context});
  return {
    ...base,
    state: 'known',
    recordCount: state.records.length,
    instances,
    filtered,
    failed,
    collapsed: work.collapsed,
    notices: work.notices,
    diagnostics: [...compiled.diagnostics, ...about, ...failed.flatMap(({diagnostics}) => diagnostics)],
  };
}

/** How much the values of this resource are trusted: those of a probe come straight from the hardware. */
function fillOptions(template: Template, context: ExpandContext): RenderScope['options'] {
  const source = context.resourceJob?.(template.resource.id)?.source;
  const command = source?.type === 'command' ? `${source.command.text}\n` : '';
  return {
    mayRun: source?.type !== 'probe',
    isWrittenOut: (key, value) => {
      const at = command.indexOf(`${key}: ${value}`);
      return at !== -1 && /^['"\n\\]/.test(command.slice(at + key.length + 2 + value.length));
    },
  };
}

function makeInstance(work: Work, record: number, scope: Omit<RenderScope, 'record'>): void {
  const values = work.records[record];
  if (values === undefined) throw new Error(`Internal error: there is no record ${record}`);
  const rendered = renderInstance(work.compiled, {...scope, record: values});
  if (!rendered.ok) {
    work.failed.push(failedByProblem(work, record, rendered.problem));
    return;
  }
  const {template} = work.compiled;
  const origin = {template: template.id, resource: template.resource.id, record};
  const made = instanceOf({content: rendered.record, origin, notices: rendered.notices}, work.isSound);
  if (made.value === undefined) work.failed.push(failedByBuild(record, made.diagnostics, template));
  else work.drafts.push({instance: made.value, contents: rendered.contents});
}

function failedByProblem(work: Work, record: number, {code, message, span, key}: Problem): FailedInstance {
  const {template, diagnostics: known} = work.compiled;
  const values = work.records[record] ?? {};
  const near =
    code === 'template/missing-key' && key !== undefined
      ? nearest(key, Object.keys(values).slice(0, mostCandidates))
      : undefined;
  const about = `record ${record} of ${template.resource.id}: ${message}`;
  const diagnostic: Diagnostic = {code, severity: 'error', message: about, span};
  // What is wrong with the template itself has been said once already.
  const said = known.some((other) => other.code === code && other.span === span);
  return {
    record,
    code,
    message,
    ...(key === undefined ? {} : {key}),
    ...(near === undefined ? {} : {nearest: near}),
    diagnostics: said ? [] : [near === undefined ? diagnostic : {...diagnostic, suggestion: near}],
  };
}

function failedByBuild(record: number, found: readonly Diagnostic[], template: Template): FailedInstance {
  const code = 'template/invalid-instance';
  const [first] = found.filter(({severity}) => severity === 'error');
  const message = first?.message ?? 'its fields make no unit';
  const diagnostics = found
    .filter(({severity}) => severity === 'error')
    .map((problem) => ({...problem, message: `record ${record} of ${template.resource.id}: ${problem.message}`}));
  const said: Diagnostic = {
    code,
    severity: 'error',
    message: `record ${record} makes no valid unit`,
    span: template.span,
  };
  return {record, code, message, diagnostics: diagnostics.length > 0 ? diagnostics : [said]};
}

function contentOf({contents}: Draft): string {
  return JSON.stringify(contents);
}

/** Collapses what is the same, fails what has one id and is not. Gives the rest in record order. */
function settle(work: Work): readonly Instance[] {
  const firsts = new Map<UnitId, Draft>();
  const groups = new Map<UnitId, Map<string, Draft>>();
  for (const draft of work.drafts) {
    const {id} = draft.instance;
    const first = firsts.get(id);
    if (first === undefined) {
      firsts.set(id, draft);
      continue;
    }
    const group = groups.get(id) ?? new Map([[contentOf(first), first]]);
    groups.set(id, group);
    const same = group.get(contentOf(draft));
    if (same === undefined) group.set(contentOf(draft), draft);
    else collapse(work, draft, same);
  }
  const collided = new Set<Draft>();
  for (const id of firsts.keys()) {
    const group = groups.get(id);
    if (group === undefined || group.size < 2) continue;
    for (const draft of group.values()) collided.add(draft);
    failCollision(work, id, [...group.values()]);
  }
  const kept = [...firsts.values()].filter((draft) => !collided.has(draft));
  return kept.map(({instance}) => instance).sort((a, b) => a.record - b.record);
}

function collapse(work: Work, draft: Draft, first: Draft): void {
  const {template} = work.compiled;
  const {id, record} = draft.instance;
  const same = first.instance.record;
  work.collapsed.push({record, same});
  work.notices.push({
    code: 'template/identical-instances',
    severity: 'advice',
    message: `records ${same} and ${record} of ${template.resource.id} make the same unit ${id}: there is one of it`,
    span: template.span,
  });
}

function failCollision(work: Work, id: UnitId, group: readonly Draft[]): void {
  const code = 'template/id-collision';
  const records = group.map(({instance}) => instance.record);
  const own = records.map((record) => work.records[record] ?? {});
  const used = new Set(placeholdersOf(work.compiled.template, 'id').map(({key}) => key));
  const keys = tellingKeys(own, used);
  const message = collisionMessage(id, records, keys);
  const {template} = work.compiled;
  const span = template.body.fields.get('id')?.value.span ?? template.span;
  const diagnostic: Diagnostic = {code, severity: 'error', message, span};
  for (const [index, record] of records.entries()) {
    work.failed.push({record, code, message, id, keys, diagnostics: index === 0 ? [diagnostic] : []});
  }
}
