import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceText, Span} from '../base/source.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {Field} from '../units/record.ts';
import type {Template, TemplateEngine, Unit} from '../units/unit.ts';
import type {Value} from '../units/value.ts';
import {draftOf} from './drafts.ts';
import {gap, hasGap} from './gaps.ts';

function blank(found: string, by: string): string {
  return found.includes('\n') ? found.replaceAll(/[^\n]/g, by) : by.repeat(found.length);
}

/** A statement may leave out or repeat what it holds; in a text of several lines only its own tag is taken away. */
function withoutStatements(text: string): string {
  if (text.includes('\n')) return text.replaceAll(/\{%.*?%\}/gs, (found) => blank(found, ' '));
  return text.replace(/\{%.*%\}/, (found) => blank(found, gap));
}

function withGaps(text: string, engine: TemplateEngine): string {
  if (engine === 'format') return text.replaceAll(/\{\{|\}\}|\{[^{}]*\}/g, (found) => blank(found, gap));
  return withoutStatements(text.replaceAll(/\{\{.*?\}\}|\{#.*?#\}/gs, (found) => blank(found, gap)));
}

function maskText(text: SourceText, engine: TemplateEngine): SourceText {
  if (!/[{}]/.test(text.text)) return text;
  const masked = withGaps(text.text, engine);
  return masked === text.text ? text : {...text, text: masked};
}

function maskValue(value: Value, engine: TemplateEngine): Value {
  switch (value.type) {
    case 'text': {
      const text = maskText(value.text, engine);
      return text === value.text ? value : {...value, text};
    }
    case 'list':
      return {...value, items: value.items.map((item) => maskValue(item, engine))};
    case 'map':
      return {...value, entries: value.entries.map((entry) => ({...entry, value: maskValue(entry.value, engine)}))};
    case 'scalar':
      return value;
  }
}

export interface Skeleton {
  /** Undefined where the body is not whole, or its instances are templates themselves. */
  readonly unit: Unit | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the instances of a template are before there are records: a unit with gaps for the placeholders. */
export function skeletonOf({body, engine, instanceKind}: Pick<Template, 'body' | 'engine' | 'instanceKind'>): Skeleton {
  if (instanceKind === 'template') return {unit: undefined, diagnostics: []};
  const fields = new Map<string, Field>();
  for (const [name, field] of body.fields) {
    const value = maskValue(field.value, engine);
    fields.set(name, value === field.value ? field : {...field, value});
  }
  const {value, diagnostics} = buildUnit({...body, fields});
  const unit = value ?? draftOf({...body, fields});
  return {unit, diagnostics: diagnostics.filter(({message}) => !hasGap(message))};
}

/** Whether a finding in a text with gaps is about one of them: what stands there is not known. */
export function isAboutGap({file, start, end}: Span): boolean {
  return /[{}]/.test(file.text.slice(start, end));
}
