import type {Diagnostic} from '../../base/diagnostic.ts';
import {isJob, type Unit} from '../../units/unit.ts';
import type {Rule} from '../rule.ts';

/** Fields that hold many things. In .pxu they can only be text. */
const listFields = {
  job: ['environ', 'depends', 'after', 'before', 'requires', 'imports', 'flags'],
  plan: ['include', 'mandatory_include', 'setup_include', 'bootstrap_include'],
};

function listFieldsOf(unit: Unit): readonly string[] {
  if (isJob(unit) || unit.kind === 'template') return listFields.job;
  return unit.kind === 'test plan' ? listFields.plan : [];
}

/** The one field that has no form in .pxu for Checkbox. */
const yamlOnly = 'requires_manifest';

function* checkYamlOnly({record}: Unit): Iterable<Diagnostic> {
  const field = record.fields.get(yamlOnly);
  if (field?.value.type !== 'text' || field.value.text.text === '') return;
  const message = `The field "${yamlOnly}" is a list, which only YAML has: Checkbox finds a text wrong.`;
  yield {code: 'unit/text-for-list', severity: 'warning', message, span: field.nameSpan};
}

/** Texts where Checkbox wants lists, by now or always. */
export const lists: Rule = function* ({set}): Iterable<Diagnostic> {
  for (const unit of set.units) {
    if (unit.record.twin) continue;
    if (unit.kind === 'setup job') yield* checkYamlOnly(unit);
    if (!/\.ya?ml$/.test(unit.span.file.path)) continue;
    for (const name of listFieldsOf(unit)) {
      const field = unit.record.fields.get(name);
      if (field?.value.type !== 'text') continue;
      const message = `The field "${name}" is a list in YAML: Checkbox reads a text there, but will not for ever.`;
      yield {code: 'unit/text-for-list', severity: 'advice', message, span: field.nameSpan};
    }
  }
};
