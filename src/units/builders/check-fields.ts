import {nearest} from '../../base/nearest.ts';
import type {FieldSpec, Plugin} from '../fields/field.ts';
import {fieldsOf, unitSpecs} from '../fields/index.ts';
import {fieldNames, fieldText} from '../record-access.ts';
import {limits, quoted} from '../syntax-report.ts';
import type {UnitKind} from '../unit.ts';
import {hasFieldText, isOnOneLine} from '../written-text.ts';
import {type Builder, complain, longerOrShorter, nameSpan} from './builder.ts';

const mostUnknown = 20;

interface Meant {
  readonly slip: string | undefined;
  readonly suggestion: string | undefined;
}

/** More names than providers have that are no fields. */
const mostRemembered = 500;
const remembered = new Map<string, Meant>();

/** Most providers have the same few of them, often. */
function meantBy(name: string, kind: UnitKind): Meant {
  const key = `${kind} ${name}`;
  const before = remembered.get(key);
  if (before !== undefined) return before;
  const known = [...fieldsOf(kind).keys()];
  const slip = name.length > limits.nameLength ? undefined : nearest(name, known);
  const meant = {slip, suggestion: slip ?? longerOrShorter(name, known)};
  if (remembered.size < mostRemembered) remembered.set(key, meant);
  return meant;
}

/** A name close to a known field is a slip that would silently lose the value; any other is only not ours. */
function unknownField(builder: Builder, name: string, kind: UnitKind): void {
  const {slip, suggestion} = meantBy(name, kind);
  complain(builder, {
    code: 'unit/unknown-field',
    severity: slip === undefined ? 'warning' : 'error',
    message: `${quoted(name)} is no field of a ${kind}.`,
    span: nameSpan(builder, name),
    suggestion,
  });
}

/** What is asked of a field, in objects of one shape: those of the table have each what they need. */
interface Check {
  readonly name: string;
  readonly deprecated: string | undefined;
  readonly isLine: boolean;
  readonly isNeverEmpty: boolean;
  readonly plugins: readonly Plugin[] | undefined;
  readonly isOurs: boolean;
}

function checkOf({name, deprecated, type, plugins, isOurs}: FieldSpec): Check {
  const isLine = type === 'line' || type === 'id';
  const isNeverEmpty = type === 'choice' || type === 'reference';
  return {name, deprecated, isLine, isNeverEmpty, plugins, isOurs: isOurs === true};
}

const checksByKind: ReadonlyMap<UnitKind, ReadonlyMap<string, Check>> = new Map(
  Object.values(unitSpecs).map(({kind, fields}) => [kind, new Map(fields.map((spec) => [spec.name, checkOf(spec)]))]),
);

function checkKnown(builder: Builder, {name, deprecated, isLine}: Check): void {
  const {record} = builder;
  if (deprecated !== undefined) {
    complain(builder, {
      code: 'unit/deprecated-field',
      severity: 'advice',
      message: `The field "${name}" is an old spelling: write "${deprecated}".`,
      span: nameSpan(builder, name),
      suggestion: deprecated,
    });
  }
  if (!isLine || isOnOneLine(record, name)) return;
  const text = fieldText(record, name);
  if (text?.text.includes('\n')) {
    complain(builder, {
      code: 'unit/not-one-line',
      severity: 'warning',
      message: `The field "${name}" must be one line.`,
      span: text.span,
    });
  }
}

/** Where one of a few words or an id is asked for, nothing is none of them; elsewhere an empty text may be meant. */
function checkEmpty(builder: Builder, {name, isNeverEmpty}: Check): void {
  const {record} = builder;
  if (!isNeverEmpty || hasFieldText(record, name)) return;
  const field = record.fields.get(name);
  if (field?.value.type !== 'text') return;
  complain(builder, {
    code: 'unit/empty-field',
    severity: 'warning',
    message: `The field "${name}" is empty, which is as if it were not there.`,
    span: field.nameSpan,
  });
}

function checkPlugin(builder: Builder, {plugins, name, isOurs}: Check, plugin: Plugin): void {
  if (plugins === undefined || plugins.includes(plugin)) return;
  complain(builder, {
    code: 'unit/wrong-plugin',
    severity: isOurs ? 'error' : 'advice',
    message: `The field "${name}" changes nothing about how a job with the plugin ${plugin} runs.`,
    span: nameSpan(builder, name),
  });
}

interface FieldCheck {
  readonly kind: UnitKind;
  /** The names of the fields to look at, if not all. */
  readonly names?: readonly string[];
  readonly plugin?: Plugin | undefined;
}

/** Reports the fields of the record that its kind or its plugin does not have. */
export function checkFields(builder: Builder, {kind, plugin, names}: FieldCheck): void {
  const checks = checksByKind.get(kind);
  let unknown = 0;
  for (const name of names ?? fieldNames(builder.record)) {
    const check = checks?.get(name);
    if (check !== undefined) {
      checkKnown(builder, check);
      checkEmpty(builder, check);
      if (plugin !== undefined) checkPlugin(builder, check, plugin);
    } else if (unitSpecs[kind].isOpen !== true && unknown++ < mostUnknown) {
      unknownField(builder, name, kind);
    }
  }
}
