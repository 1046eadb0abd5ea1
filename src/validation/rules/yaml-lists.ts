import type {Diagnostic} from '../../base/diagnostic.ts';
import {isJob, type Unit} from '../../units/unit.ts';
import type {Rule} from '../rule.ts';

/** Fields that hold many things. In .pxu they can only be text. */
const lists = {
  job: ['environ', 'depends', 'after', 'before', 'requires', 'imports', 'flags'],
  plan: ['include', 'mandatory_include', 'setup_include', 'bootstrap_include'],
};

function listFieldsOf(unit: Unit): readonly string[] {
  if (isJob(unit) || unit.kind === 'template') return lists.job;
  return unit.kind === 'test plan' ? lists.plan : [];
}

/** Texts in YAML files where Checkbox wants lists by now. */
export const yamlLists: Rule = function* ({set}): Iterable<Diagnostic> {
  for (const unit of set.units) {
    if (!/\.ya?ml$/.test(unit.span.file.path)) continue;
    for (const name of listFieldsOf(unit)) {
      const field = unit.record.fields.get(name);
      if (field?.value.type !== 'text') continue;
      const message = `The field "${name}" is a list in YAML: Checkbox reads a text there, but will not for ever.`;
      yield {code: 'unit/text-for-list', severity: 'advice', message, span: field.nameSpan};
    }
  }
};
