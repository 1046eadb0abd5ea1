import type {Diagnostic} from '../base/diagnostic.ts';
import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import {fieldText} from '../units/record-access.ts';
import type {Template} from '../units/unit.ts';
import {parseFormat} from './format.ts';
import {tagsOf} from './jinja-keys.ts';

/** The templates in an order in which each comes after those that make its resource. */
export interface TemplateOrder {
  /** Every template once; those of one stage need nothing of one another. File order within a stage. */
  readonly stages: readonly (readonly Template[])[];
  /** Templates that wait for each other. They are in no stage. */
  readonly cyclic: readonly Template[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The literal parts of an id, between which its placeholders stand. */
function idPieces(template: Template): readonly string[] | undefined {
  const text = fieldText(template.body, 'id');
  if (text === undefined) return undefined;
  if (template.engine === 'format') return parseFormat(text).value.literals;
  const pieces: string[] = [];
  let from = 0;
  for (const tag of tagsOf(text)) {
    const opening = text.text.lastIndexOf('{', tag.start - 2);
    pieces.push(text.text.slice(from, Math.max(from, opening)));
    from = text.text.indexOf('}}', tag.end) + 2;
  }
  return [...pieces, text.text.slice(from)];
}

/** Whether an id can come of these pieces with something between them. */
function canBe(id: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return id === first;
  const last = rest.pop() ?? '';
  if (!id.startsWith(first) || !id.endsWith(last) || id.length < first.length + last.length) return false;
  const end = id.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = id.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** Whether one of the template's instances can be the resource job of this id. */
export function makesResource(template: Template, resource: UnitId): boolean {
  if (template.instanceKind !== 'job' && template.instanceKind !== 'setup job') return false;
  const plugin = fieldText(template.body, 'plugin')?.text ?? '';
  if (plugin !== 'resource' && !plugin.includes('{')) return false;
  if (namespaceOf(resource) !== template.record.origin.namespace) return false;
  const pieces = idPieces(template);
  return pieces !== undefined && canBe(partialId(resource), pieces);
}

/**
 * Orders templates by the resources they make and need. `existing` are the resource jobs there are anyway: nobody waits
 * for a template to make one of those.
 */
export function templateOrder(templates: readonly Template[], existing: ReadonlySet<UnitId>): TemplateOrder {
  const makers = templates.filter((template) => fieldText(template.body, 'plugin')?.text !== 'shell');
  const needed = new Map<UnitId, readonly Template[]>();
  for (const {resource} of templates) {
    if (existing.has(resource.id) || needed.has(resource.id)) continue;
    needed.set(
      resource.id,
      makers.filter((maker) => makesResource(maker, resource.id)),
    );
  }
  const needs = (template: Template): readonly Template[] => needed.get(template.resource.id) ?? [];
  const done = new Set<Template>();
  const stages: Template[][] = [];
  let left = [...templates];
  for (;;) {
    const stage = left.filter((template) => needs(template).every((maker) => done.has(maker)));
    if (stage.length === 0) break;
    stages.push(stage);
    for (const template of stage) done.add(template);
    left = left.filter((template) => !done.has(template));
  }
  return {stages, cyclic: left, diagnostics: describeCycles(left, needs)};
}

/** One error for each cycle, with its whole path; templates that only wait for one are named with it. */
function describeCycles(
  left: readonly Template[],
  needs: (template: Template) => readonly Template[],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<Template>();
  for (const start of left) {
    const trail: Template[] = [];
    let at: Template | undefined = start;
    while (at !== undefined && !trail.includes(at) && !told.has(at)) {
      trail.push(at);
      at = needs(at).find((maker) => left.includes(maker));
    }
    const cycle = at === undefined ? [] : trail.slice(trail.indexOf(at));
    for (const template of trail) told.add(template);
    if (at === undefined || cycle.length === 0 || !trail.includes(at)) continue;
    const path = [...cycle, at].map(({id}) => id).join(' → ');
    diagnostics.push({
      code: 'template/cycle',
      severity: 'error',
      message: `these templates wait for each other's resources: ${path}`,
      span: at.resource.span,
      related: cycle.map((template) => ({
        message: `${template.id} is made from ${template.resource.id}`,
        span: template.resource.span,
      })),
    });
  }
  return diagnostics;
}
