import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import {recordKind} from '../units/record-id.ts';
import type {Unit} from '../units/unit.ts';
import {plainFieldText} from '../units/written-text.ts';
import {compileFields, placeReader} from './compile-template.ts';
import type {JinjaEnvironment} from './jinja.ts';
import {renderInstance} from './render-instance.ts';

/** Whether a unit that is no template has Jinja in its texts, to be filled in with the environment alone. */
export function needsFilling(record: UnitRecord): boolean {
  return plainFieldText(record, 'template-engine') === 'jinja2' && recordKind(record) !== 'template';
}

/** The unit with its texts filled in; undefined, with the reason, where that cannot be done. */
export function fillUnit(unit: Unit, environment: JinjaEnvironment): Parsed<Unit | undefined> {
  if (!needsFilling(unit.record) || unit.instance !== undefined) return {value: unit, diagnostics: []};
  const fields = compileFields(unit.record, 'jinja2');
  const placesOf = placeReader(unit.span.file);
  const options = {mayRun: true, isWrittenOut: () => false};
  const rendered = renderInstance(
    {body: unit.record, fields: fields.value, placesOf},
    {record: {}, index: 1, environment, resource: undefined, options},
  );
  if (!rendered.ok) {
    const {code, message, span} = rendered.problem;
    const problem: Diagnostic = {code, severity: 'error', message, span};
    return {value: undefined, diagnostics: fields.diagnostics.length > 0 ? fields.diagnostics : [problem]};
  }
  const built = buildUnit(rendered.record);
  return {value: built.value, diagnostics: built.value === undefined ? built.diagnostics : []};
}
