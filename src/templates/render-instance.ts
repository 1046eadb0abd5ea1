import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {ResourceRecord} from '../expressions/environment.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import type {Value} from '../units/value.ts';
import type {CompiledBody, CompiledText, CompiledValue} from './compile-template.ts';
import {type FillOptions, fill} from './fill.ts';
import {renderFormat} from './format.ts';
import {type JinjaEnvironment, renderJinja} from './jinja.ts';
import {failure, type Problem, type RenderResult} from './rendered.ts';

/** One record on its way through a template. `index` counts the matching records from 1. */
export interface RenderScope {
  readonly record: ResourceRecord;
  readonly index: number;
  readonly environment: JinjaEnvironment;
  /** The id of the resource whose record it is; undefined where it is no resource's. */
  readonly resource: UnitId | undefined;
  readonly options: Omit<FillOptions, 'kind' | 'placesOf'>;
}

export type RenderedInstance =
  | {
      readonly ok: true;
      readonly record: UnitRecord;
      /** All its texts, so that two instances can be compared. */
      readonly contents: readonly string[];
      readonly notices: readonly Diagnostic[];
    }
  | {readonly ok: false; readonly problem: Problem};

interface Work {
  readonly scope: RenderScope;
  readonly placesOf: FillOptions['placesOf'];
  readonly notices: Diagnostic[];
  readonly contents: string[];
}

/** A text that cannot be filled in ends the work on its instance. */
class Unrenderable extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

function render(text: CompiledText, {record, index, environment}: RenderScope): RenderResult {
  if (text.text === undefined) {
    const {code, message, span} = text.problem ?? {
      code: 'template/bad-placeholder',
      message: '',
      span: text.source.span,
    };
    return failure({code, message, span});
  }
  if (text.engine === 'format') return renderFormat(text.text, record, index);
  return renderJinja(text.text, {...environment, record, index, lenient: text.forPeople});
}

/** A text as it was filled in last with a record, and with what besides. */
interface Remembered {
  readonly scope: RenderScope;
  readonly text: string;
  readonly notices: readonly Diagnostic[];
}

const remembered = new WeakMap<CompiledText, WeakMap<ResourceRecord, Remembered>>();

function isFor({scope}: Remembered, {index, environment, resource}: RenderScope): boolean {
  return scope.index === index && scope.environment === environment && scope.resource === resource;
}

/** What a twin would fill in once more is remembered. */
function fillText(text: CompiledText, work: Work): string {
  if (text.shared !== true) return fillAnew(text, work);
  const {scope, notices} = work;
  const ofText = remembered.get(text) ?? new WeakMap<ResourceRecord, Remembered>();
  remembered.set(text, ofText);
  const known = ofText.get(scope.record);
  if (known !== undefined && isFor(known, scope)) {
    notices.push(...known.notices);
    return known.text;
  }
  const own: Work = {...work, notices: []};
  const filled = fillAnew(text, own);
  ofText.set(scope.record, {scope, text: filled, notices: own.notices});
  notices.push(...own.notices);
  return filled;
}

function fillAnew(text: CompiledText, {scope, placesOf, notices}: Work): string {
  const result = render(text, scope);
  if (!result.ok) throw new Unrenderable(result.problem);
  for (const key of result.rendered.absent) {
    const message = `the record has no "${key}"; the text goes on without it`;
    notices.push({code: 'template/absent-key', severity: 'advice', message, span: text.source.span});
  }
  const filled = fill(result.rendered, {...scope.options, kind: text.kind, placesOf});
  if (!filled.ok) throw new Unrenderable(filled.problem);
  notices.push(...filled.notices);
  return filled.text;
}

function fillValue(compiled: CompiledValue, work: Work): Value {
  switch (compiled.type) {
    case 'as-is':
      return compiled.value;
    case 'text': {
      const text = fillText(compiled.text, work);
      const {span} = compiled.value;
      work.contents.push(text);
      return {type: 'text', text: {text, span: compiled.text.source.span, pieces: []}, span};
    }
    case 'list':
      return {...compiled.value, items: compiled.items.map((item) => fillValue(item, work))};
    case 'map': {
      const entries = compiled.value.entries.map((entry, index) => {
        const value = compiled.values[index];
        return value === undefined ? entry : {...entry, value: fillValue(value, work)};
      });
      return {...compiled.value, entries};
    }
  }
}

/** The template's body with one record's values, or the first reason why it cannot be made. */
export function renderInstance(compiled: CompiledBody, scope: RenderScope): RenderedInstance {
  const work: Work = {scope, placesOf: compiled.placesOf, notices: [], contents: []};
  const fields = new Map<string, Field>();
  try {
    for (const {field, value} of compiled.fields) {
      fields.set(field.name, value.type === 'as-is' ? field : {...field, value: fillValue(value, work)});
    }
  } catch (error) {
    if (error instanceof Unrenderable) return {ok: false, problem: error.problem};
    throw error;
  }
  const record = {...compiled.body, fields};
  return {ok: true, record, contents: work.contents, notices: work.notices};
}
