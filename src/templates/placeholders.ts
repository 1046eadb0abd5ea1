import type {Diagnostic} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import type {SourceText, Span} from '../base/source.ts';
import type {Template} from '../units/unit.ts';
import type {Value} from '../units/value.ts';
import {isForPeople} from './field-kind.ts';
import {parseFormat} from './format.ts';
import {keysOfJinja} from './jinja-keys.ts';

/** A key of the record that a template asks for. */
export interface Placeholder {
  readonly key: string;
  /** Of the key alone, without its braces. */
  readonly span: Span;
  readonly field: string;
  /** The template can do without it. */
  readonly optional: boolean;
}

/** Keys that every record has, made by the expansion. */
const builtIn = new Set(['__index__']);

function textsOf(value: Value): readonly SourceText[] {
  switch (value.type) {
    case 'text':
      return [value.text];
    case 'list':
      return value.items.flatMap(textsOf);
    case 'map':
      return value.entries.flatMap((entry) => textsOf(entry.value));
    case 'scalar':
      return [];
  }
}

function keysOf(text: SourceText, template: Template): readonly Omit<Placeholder, 'field'>[] {
  if (template.engine === 'jinja2') return keysOfJinja(text);
  return parseFormat(text).value.placeholders.map(({key, keySpan}) => ({key, span: keySpan, optional: false}));
}

/** Every key that one field asks for, in the order they are written. */
export function placeholdersOf(template: Template, name: string): readonly Placeholder[] {
  const field = template.body.fields.get(name);
  if (field === undefined) return [];
  return textsOf(field.value)
    .flatMap((text) => keysOf(text, template))
    .filter(({key}) => !builtIn.has(key))
    .map((use) => ({...use, field: name}));
}

/** Every key that the instances of a template ask for, field by field in the order of the file. */
export function placeholders(template: Template): readonly Placeholder[] {
  return [...template.body.fields.keys()].flatMap((name) => placeholdersOf(template, name));
}

/** The placeholders whose key the resource does not have, where all its keys are known. */
export function undeclaredKeys(template: Template, keys: Iterable<string>): readonly Diagnostic[] {
  const declared = new Set(keys);
  return placeholders(template)
    .filter(({key, optional}) => !declared.has(key) && !optional)
    .map(({key, span, field}) => {
      const suggestion = nearest(key, declared);
      const lenient = template.engine === 'jinja2' && isForPeople(field);
      const base = {
        code: 'template/undeclared-key',
        severity: lenient ? 'warning' : 'error',
        message: `${template.resource.id} declares no key "${key}"`,
        span,
      } as const;
      return suggestion === undefined ? base : {...base, suggestion};
    });
}
