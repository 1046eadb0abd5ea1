import {nearest} from '../../base/nearest.ts';
import type {FieldSpec, Plugin} from '../fields/field.ts';
import {fieldsOf, unitSpecs} from '../fields/index.ts';
import type {Field} from '../record.ts';
import {valueAsText} from '../record-access.ts';
import {limits, quoted} from '../syntax-report.ts';
import type {UnitKind} from '../unit.ts';
import {type Builder, complain, longerOrShorter} from './builder.ts';

const mostUnknown = 20;

/** A name close to a known field is a slip that would silently lose the value; any other is only not ours. */
function unknownField(builder: Builder, field: Field, kind: UnitKind): void {
  const known = [...fieldsOf(kind).keys()];
  const slip = field.name.length > limits.nameLength ? undefined : nearest(field.name, known);
  complain(builder, {
    code: 'unit/unknown-field',
    severity: slip === undefined ? 'warning' : 'error',
    message: `${quoted(field.name)} is no field of a ${kind}.`,
    span: field.nameSpan,
    suggestion: slip ?? longerOrShorter(field.name, known),
  });
}

function checkKnown(builder: Builder, field: Field, spec: FieldSpec): void {
  if (spec.deprecated !== undefined) {
    complain(builder, {
      code: 'unit/deprecated-field',
      severity: 'advice',
      message: `The field "${spec.name}" is an old spelling: write "${spec.deprecated}".`,
      span: field.nameSpan,
      suggestion: spec.deprecated,
    });
  }
  const text = spec.type === 'line' || spec.type === 'id' ? valueAsText(field.value) : undefined;
  if (text?.text.includes('\n')) {
    complain(builder, {
      code: 'unit/not-one-line',
      severity: 'warning',
      message: `The field "${spec.name}" must be one line.`,
      span: text.span,
    });
  }
}

/** Where one of a few words or an id is asked for, nothing is none of them; elsewhere an empty text may be meant. */
function checkEmpty(builder: Builder, {name, value, nameSpan}: Field, {type}: FieldSpec): void {
  if ((type !== 'choice' && type !== 'reference') || value.type !== 'text' || value.text.text !== '') return;
  complain(builder, {
    code: 'unit/empty-field',
    severity: 'warning',
    message: `The field "${name}" is empty, which is as if it were not there.`,
    span: nameSpan,
  });
}

function checkPlugin(builder: Builder, field: Field, check: {readonly spec: FieldSpec; readonly plugin: Plugin}): void {
  const {plugins, name, isOurs} = check.spec;
  if (plugins === undefined || plugins.includes(check.plugin)) return;
  complain(builder, {
    code: 'unit/wrong-plugin',
    severity: isOurs === true ? 'error' : 'advice',
    message: `The field "${name}" means nothing on a job with the plugin ${check.plugin}.`,
    span: field.nameSpan,
  });
}

interface FieldCheck {
  readonly kind: UnitKind;
  readonly fields?: Iterable<Field>;
  readonly plugin?: Plugin | undefined;
}

/** Reports the fields of the record that its kind or its plugin does not have. */
export function checkFields(builder: Builder, {kind, plugin, fields}: FieldCheck): void {
  const known = fieldsOf(kind);
  let unknown = 0;
  for (const field of fields ?? builder.record.fields.values()) {
    const spec = known.get(field.name);
    if (spec !== undefined) {
      checkKnown(builder, field, spec);
      checkEmpty(builder, field, spec);
      if (plugin !== undefined) checkPlugin(builder, field, {spec, plugin});
    } else if (unitSpecs[kind].isOpen !== true && unknown++ < mostUnknown) {
      unknownField(builder, field, kind);
    }
  }
}
