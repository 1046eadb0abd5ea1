import {qualify, type UnitId} from '../base/ids.ts';
import {fieldText, valueAsText} from '../units/record-access.ts';
import type {Template} from '../units/unit.ts';
import {fitsLiterals} from './fits-literals.ts';
import type {ExpressionPattern} from './pattern.ts';

/** What is known of the ids of a template's instances before there are records: literal text with gaps between. */
export interface TemplateShape {
  readonly template: Template;
  readonly prefix: string;
  /** The literal texts, in order; the first is the prefix, the last the end of every id. */
  readonly literals: readonly string[];
}

/** What stands in a gap where some text must. */
const sample = '0';

const shapeOfTemplate = new WeakMap<Template, TemplateShape>();

export function shapeOf(template: Template): TemplateShape {
  const known = shapeOfTemplate.get(template);
  if (known !== undefined) return known;
  const shape = makeShape(template);
  shapeOfTemplate.set(template, shape);
  return shape;
}

function makeShape(template: Template): TemplateShape {
  const field = fieldText(template.body, 'id') ?? fieldText(template.body, 'name');
  const id = qualify(field?.text.trim() ?? '', template.record.origin.namespace);
  const literals = literalsOf(template, id);
  return {template, prefix: literals[0] ?? '', literals};
}

const referencesOfTemplate = new WeakMap<Template, readonly UnitId[]>();

/** The ids that its instances depend on or come after, as they might be. */
export function sampleReferences(template: Template): readonly UnitId[] {
  const known = referencesOfTemplate.get(template);
  if (known !== undefined) return known;
  const values = ['depends', 'after'].map((name) => template.body.fields.get(name)?.value);
  const texts = values.flatMap((value) => (value?.type === 'list' ? value.items : [value ?? []].flat()));
  const references = texts.flatMap((value) => {
    const words = literalsOf(template, valueAsText(value)?.text ?? '').join(sample);
    const ids = words.split(/[\s,]+/).filter((word) => word !== '');
    return ids.map((word) => qualify(word, template.record.origin.namespace));
  });
  referencesOfTemplate.set(template, references);
  return references;
}

function literalsOf({engine, instanceKind}: Template, text: string): readonly string[] {
  // What a template's template fills in is followed by what its instances fill in.
  if (instanceKind === 'template') return text.split(/\{+[^{}]*\}+/);
  return engine === 'jinja2' ? jinjaLiterals(text) : formatLiterals(text);
}

/** Whether some record could give an instance this id. */
export function couldMake({literals}: TemplateShape, id: UnitId): boolean {
  return fitsLiterals(literals, id);
}

/** Whether some record could give an instance an id the expression matches; true where that cannot be told. */
export function couldMeet({literals, prefix}: TemplateShape, pattern: ExpressionPattern): boolean {
  if (literals.length === 1) return pattern.matches(prefix);
  return prefix.startsWith(pattern.prefix) || pattern.prefix.startsWith(prefix);
}

/** An id as an instance might have it. */
export function sampleId({literals}: TemplateShape): string {
  return literals.join(sample);
}

/** Whether the expression matches every instance, whatever the records. */
export function mustMeet({prefix}: TemplateShape, pattern: ExpressionPattern): boolean {
  return pattern.open && prefix.startsWith(pattern.prefix);
}

/** Python's format: `{name}` is a gap, doubled braces are literal. */
function formatLiterals(id: string): readonly string[] {
  const gap = '\u0000';
  return id.replace(/\{\{|\}\}|\{[^{}]*\}/g, (found) => (found === '{{' ? '{' : found === '}}' ? '}' : gap)).split(gap);
}

/** A statement may leave out or repeat what it holds, so from the first one to the last nothing is known. */
function jinjaLiterals(id: string): readonly string[] {
  const first = id.indexOf('{%');
  const end = id.lastIndexOf('%}');
  const plain = first === -1 || end < first ? id : `${id.slice(0, first)}{{}}${id.slice(end + 2)}`;
  return plain.split(/\{\{.*?\}\}|\{#.*?#\}/s);
}
