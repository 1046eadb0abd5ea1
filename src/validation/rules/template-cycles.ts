import type {Diagnostic} from '../../base/diagnostic.ts';
import {qualify} from '../../base/ids.ts';
import {once} from '../../base/once.ts';
import {fieldText, valueAsText} from '../../units/record-access.ts';
import type {Template} from '../../units/unit.ts';
import {cyclesIn, type Edge, gather, tellCycle} from '../cycle-steps.ts';
import type {Rule} from '../rule.ts';
import {placeOf} from '../where.ts';

const waiting: ReadonlyMap<string, string> = new Map([
  ['depends', 'depends on'],
  ['after', 'comes after'],
  ['salvages', 'salvages'],
]);

/** Placeholders of the Jinja engine may have space in them, and ids have none. */
function withoutSpace(text: string): string {
  return text.trim().replaceAll(/\{\{.*?\}\}/gs, (placeholder) => placeholder.replaceAll(/\s+/g, ''));
}

/** The ids that a field of the instances names and that a placeholder makes differ. */
function idsIn({body}: Template, field: string): readonly string[] {
  const value = body.fields.get(field)?.value;
  const values = value?.type === 'list' ? value.items : [value].flatMap((one) => one ?? []);
  const text = values.flatMap((one) => valueAsText(one)?.text ?? []).join(' ');
  return text.includes('{')
    ? withoutSpace(text)
        .split(/[\s,]+/)
        .filter((word) => word.includes('{'))
    : [];
}

/** Equal where one record makes two instances of this id, whatever the record says. */
function keyOf({engine, resource, filter, record}: Template, id: string): string {
  return [engine, resource.id, filter?.text.trim(), qualify(id, record.origin.namespace)].join('\n');
}

function byKey(templates: readonly Template[]): ReadonlyMap<string, Template> {
  return new Map(
    templates.flatMap((template): [string, Template][] => {
      const id = fieldText(template.body, 'id');
      return id === undefined ? [] : [[keyOf(template, withoutSpace(id.text)), template]];
    }),
  );
}

function* waits(templates: readonly Template[]): Iterable<Edge<Template>> {
  const known = once(() => byKey(templates));
  for (const template of templates) {
    for (const field of [...waiting.keys(), 'before']) {
      if (!template.body.fields.has(field)) continue;
      for (const id of idsIn(template, field)) {
        const other = known().get(keyOf(template, id));
        if (other === undefined) continue;
        const says = waiting.get(field);
        const span = placeOf(template, field);
        if (says !== undefined) yield {from: template, to: other, says, span};
        else yield {from: other, to: template, says: 'comes before', span, turned: true};
      }
    }
  }
}

/** Templates of which the instances made from one record wait for each other. */
export const templateCycles: Rule = function* ({set}): Iterable<Diagnostic> {
  const templates = [...set.templates.values()].filter(
    ({instanceKind, record}) => instanceKind.endsWith('job') && record.twin === undefined,
  );
  const alone = 'each job of this template waits for itself, so none can run';
  const together = 'the jobs that these templates make from one record wait for each other, so none of them can run';
  for (const steps of cyclesIn(templates, gather(waits(templates)))) {
    yield* tellCycle(steps, {code: 'plan/cycle', alone, together});
  }
};
