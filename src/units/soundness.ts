import {nearest} from '../base/nearest.ts';
import {certificationStatuses, type FieldSpec} from './fields/field.ts';
import {fieldsOf, isUnitKind} from './fields/index.ts';
import type {UnitRecord} from './record.ts';
import {fieldNames} from './record-access.ts';
import {recordKind} from './record-id.ts';
import {limits} from './syntax-report.ts';
import type {UnitKind} from './unit.ts';
import {fieldMatches, hasFieldText, isFieldText, plainFieldText} from './written-text.ts';

/** Patterns are of the usual forms only; what they do not match is for the builder to judge. */
const blank = String.raw`[^\S\n]*`;
const end = String.raw`(?![^\n])`;
const statuses = certificationStatuses.join('|');

/** One line beside the name, or lines below it, each blank, a comment or of this form. */
function lines(form: string): RegExp {
  const line = String.raw`${blank}(?:(?:${form}|#[^\n]*)${blank})?`;
  return new RegExp(String.raw`${line}(?:\n(?=#|[ \t][^\S\n]*\S)(?:#[^\n]*|${line}))*${end}`, 'y');
}

function oneLine(form: string): RegExp {
  return new RegExp(blank + form + blank + end, 'y');
}

const id = oneLine(String.raw`(?:(?!::)[^\s"#])+`);
const duration = oneLine(String.raw`(?=\d)(?:\d{1,9}(?:\.\d{0,9})?|(?:\d{1,6}h)?[ :]*(?:\d{1,6}m)?[ :]*(?:\d{1,6}s)?)`);
const statusOverride = String.raw`(?:[ \t,]+certification-status[ \t]*=[ \t]*(?:${statuses}))?`;
const selectors = lines(String.raw`[^\s"#]+${statusOverride}(?:[ \t]+#[^\n]*)?`);
const imports = lines(
  String.raw`from[ \t]+[\w.-]+[ \t]+import[ \t]+(?:[A-Za-z_]\w*|[\w./-]+[ \t]+as[ \t]+[A-Za-z_]\w*)`,
);
const categories = lines(String.raw`apply[ \t]+[^\s"#]+[ \t]+to[ \t]+[^\s"#]+`);
const certifications = lines(String.raw`apply[ \t]+(?:${statuses})[ \t]+to[ \t]+[^\s"#]+`);

/** What must hold of a field so that its reader has no error to report. */
type Test =
  | {readonly type: 'any' | 'text' | 'texts'}
  | {readonly type: 'pattern'; readonly pattern: RegExp}
  /** The pattern holds of the text, or of each item of a list. */
  | {readonly type: 'patterns'; readonly pattern: RegExp}
  /** For the builder to judge. */
  | {readonly type: 'unsure'};

const unsure: Test = {type: 'unsure'};

function testOf(spec: FieldSpec): Test {
  if (spec.isOurs === true && spec.plugins !== undefined) return unsure;
  switch (spec.type) {
    case 'text':
    case 'line':
    case 'command':
    case 'reference':
      return {type: 'text'};
    case 'references':
    case 'words':
    case 'lines':
    case 'program':
      return {type: 'texts'};
    case 'id':
      return {type: 'pattern', pattern: id};
    case 'duration':
      return {type: 'pattern', pattern: duration};
    case 'choice':
      return {type: 'pattern', pattern: oneLine(`(?:${(spec.choices ?? []).join('|')})`)};
    case 'imports':
      return {type: 'patterns', pattern: imports};
    case 'selectors':
      return {type: 'patterns', pattern: selectors};
    case 'overrides':
      return {type: 'patterns', pattern: spec.name === 'category_overrides' ? categories : certifications};
    case 'map':
    case 'manifest-requirements':
    case 'json':
      return unsure;
  }
}

/** Tests of the fields of one kind; those of unknown fields, of which an author uses few, are remembered. */
type Tests = (name: string) => Test;

const mostRemembered = 1000;

function testsOf(kind: UnitKind): Tests {
  const specs = fieldsOf(kind);
  const known = new Map<string, Test>();
  return (name) => {
    const test = known.get(name);
    if (test !== undefined) return test;
    const spec = specs.get(name);
    const made = spec === undefined ? testOfUnknown(name, specs.keys()) : testOf(spec);
    if (known.size < mostRemembered) known.set(name, made);
    return made;
  };
}

/** A name that is close to none is no error. */
function testOfUnknown(name: string, known: Iterable<string>): Test {
  return name.length > limits.nameLength || nearest(name, known) !== undefined ? unsure : {type: 'any'};
}

function passes(record: UnitRecord, name: string, test: Test): boolean {
  switch (test.type) {
    case 'any':
      return true;
    case 'text':
      return isFieldText(record, name, false);
    case 'texts':
      return isFieldText(record, name, true);
    case 'pattern':
      return isFieldText(record, name, false) && fieldMatches(record, name, test.pattern);
    case 'patterns':
      return fieldMatches(record, name, test.pattern);
    case 'unsure':
      return false;
  }
}

const simple = /(?:^|[\s,])simple(?:[\s,]|$)/;

function pluginOf(record: UnitRecord, kind: UnitKind): string | undefined {
  const plugin = plainFieldText(record, 'plugin');
  if (plugin !== undefined) return plugin;
  return kind === 'setup job' || simple.test(plainFieldText(record, 'flags') ?? '') ? 'shell' : undefined;
}

/** Whether a job has what its plugin cannot do without. */
function hasItsNeeds(record: UnitRecord, kind: 'job' | 'setup job'): boolean {
  const has = (name: string): boolean => hasFieldText(record, name);
  switch (pluginOf(record, kind)) {
    case undefined:
      return false;
    case 'shell':
      return kind === 'job' || has('command');
    case 'local':
    case 'qml':
      return true;
    case 'manual':
      return ['steps', 'description', 'purpose', 'verification'].some(has);
    case 'resource':
      return has('command') !== has('probe');
    default:
      return has('command');
  }
}

const ownPrefix = 'template-';

/** Of the fields of its instances a template's builder reads only what their plugin needs. */
function passesInBody(record: UnitRecord, name: string, test: Test): boolean {
  const isPattern = test.type === 'pattern' || test.type === 'patterns';
  return (isPattern && name !== 'plugin') || passes(record, name, test);
}

type TestsByKind = (kind: UnitKind) => Tests | undefined;

function isSoundTemplate(record: UnitRecord, own: Tests, testsByKind: TestsByKind): boolean {
  const made = plainFieldText(record, 'template-unit') ?? 'job';
  const body = isUnitKind(made) && made !== 'template' ? testsByKind(made) : undefined;
  if (body === undefined) return false;
  for (const name of fieldNames(record)) {
    const isOwn = name === 'unit' || name.startsWith(ownPrefix);
    if (isOwn ? !passes(record, name, own(name)) : !passesInBody(record, name, body(name))) return false;
  }
  if (!hasFieldText(record, 'id') || !hasFieldText(record, 'template-resource')) return false;
  return (made !== 'job' && made !== 'setup job') || hasItsNeeds(record, made);
}

function isSound(record: UnitRecord, testsByKind: TestsByKind): boolean {
  const kind = recordKind(record);
  const tests = kind && testsByKind(kind);
  if (tests === undefined || record.damaged === true || record.allowed.length > 0) return false;
  if (kind === 'template') return isSoundTemplate(record, tests, testsByKind);
  for (const name of fieldNames(record)) if (!passes(record, name, tests(name))) return false;
  if (!record.fields.has('id')) return false;
  if (kind === 'job' || kind === 'setup job') return hasItsNeeds(record, kind);
  return kind !== 'manifest entry' || record.fields.has('value-type');
}

/** Few units are of the others. */
const usualKinds: readonly UnitKind[] = ['job', 'setup job', 'template', 'test plan', 'category', 'manifest entry'];

/**
 * A function that tells whether a unit can be built of a record for certain, without building it. False says nothing: a
 * record that is not of the usual form may be right all the same.
 */
export function soundness(): (record: UnitRecord) => boolean {
  const tests = new Map(usualKinds.map((kind) => [kind, testsOf(kind)]));
  return (record) => isSound(record, (kind) => tests.get(kind));
}
