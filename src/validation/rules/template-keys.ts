import type {Diagnostic} from '../../base/diagnostic.ts';
import type {SourceText, Span} from '../../base/source.ts';
import {checkCommand} from '../../templates/check-command.ts';
import {checkFilter, compileFields} from '../../templates/compile-template.ts';
import {placeholders, undeclaredKeys} from '../../templates/placeholders.ts';
import type {UnitRecord} from '../../units/record.ts';
import {fieldText} from '../../units/record-access.ts';
import type {Template} from '../../units/unit.ts';
import type {Value} from '../../units/value.ts';
import type {Rule} from '../rule.ts';

/** A key that the template asks about itself may well be there or not. */
function undeclared(template: Template, keys: Iterable<string>): readonly Diagnostic[] {
  const asked = new Set(placeholders(template).flatMap(({key, optional}) => (optional ? key : [])));
  const isAsked = ({file, start, end}: Span): boolean => asked.has(file.text.slice(start, end));
  return undeclaredKeys(template, keys).filter(({span}) => !isAsked(span));
}

/** Nothing in braces but keys: there is nothing to say of such a text. */
function isPlain({text}: SourceText): boolean {
  return !/[{}]/.test(text.replaceAll(/\{\{|\}\}|\{[^{}:!\n]+\}/g, ''));
}

/** The template without what siblings before it have too: most of their texts are the same. */
function onlyNew(): (template: Template) => Template {
  const seen = new Set<Value>();
  return (template) => {
    const {body} = template;
    const fields = new Map([...body.fields].filter(([, {value}]) => !seen.has(value)));
    for (const {value} of fields.values()) seen.add(value);
    return {...template, body: {...body, fields}};
  };
}

/** The body with the fields that may have a fault. */
function suspicious({body, engine}: Template): UnitRecord {
  if (engine !== 'format') return body;
  const fields = [...body.fields].filter(([, {value}]) => value.type !== 'text' || !isPlain(value.text));
  return {...body, fields: new Map(fields)};
}

/**
 * Texts of templates that cannot be filled in, places where values do harm, and placeholders for keys that their
 * resource does not have (T2).
 */
export const templateKeys: Rule = function* ({set, resources}): Iterable<Diagnostic> {
  const withoutKnown = onlyNew();
  for (const whole of set.templates.values()) {
    if (whole.record.twin) continue;
    const template = withoutKnown(whole);
    yield* compileFields(suspicious(template), template.engine).diagnostics;
    yield* checkFilter(template);
    if (fieldText(template.body, 'command')?.text.includes('{')) yield* checkCommand(template);
    const keys = resources.get(template.resource.id)?.keys;
    if (keys !== undefined) yield* undeclared(template, keys.keys());
  }
};
