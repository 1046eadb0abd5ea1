import type {Diagnostic} from '../../base/diagnostic.ts';
import {fieldText} from '../../units/record-access.ts';
import type {Template} from '../../units/unit.ts';
import type {Rule} from '../rule.ts';
import {isAboutGap} from '../skeleton.ts';

/** What Checkbox wants to know of a template before there are records. */
const invariant = [
  'unit',
  'plugin',
  'user',
  'shell',
  'imports',
  'flags',
  'category_id',
  'estimated_duration',
  'certification-status',
  'auto-retry',
];

function* varying({body, engine}: Template): Iterable<Diagnostic> {
  const placeholder = engine === 'format' ? /\{[^{}]+\}/ : /\{\{|\{%/;
  for (const name of invariant) {
    const text = fieldText(body, name);
    if (text === undefined || !placeholder.test(text.text)) continue;
    const message = `Checkbox takes no placeholder in the field "${name}" of a template.`;
    yield {code: 'template/varying-field', severity: 'warning', message, span: text.span};
  }
}

/** What is wrong with all instances of a template, whatever the records. */
export const templateFields: Rule = function* ({skeletons}): Iterable<Diagnostic> {
  for (const [template, {diagnostics}] of skeletons) {
    if (template.record.twin) continue;
    yield* varying(template);
    for (const diagnostic of diagnostics) if (!isAboutGap(diagnostic.span)) yield diagnostic;
  }
};
