import type {SourceText, Span} from '../base/source.ts';

/**
 * A field's value as it was written. In .pxu every value is `text`; YAML keeps its lists, maps and scalars. Transforms
 * rewrite these trees; `build-unit.ts` turns them into typed fields.
 */
export type Value = TextValue | ScalarValue | ListValue | MapValue;

export interface TextValue {
  readonly type: 'text';
  readonly text: SourceText;
  readonly span: Span;
}

/** A number, boolean or null of YAML; `raw` is how it was written (`007`, `1e3`, `yes`). */
export interface ScalarValue {
  readonly type: 'scalar';
  readonly value: number | boolean | null;
  readonly raw: string;
  readonly span: Span;
}

export interface ListValue {
  readonly type: 'list';
  readonly items: readonly Value[];
  readonly span: Span;
}

export interface MapValue {
  readonly type: 'map';
  readonly entries: readonly MapEntry[];
  readonly span: Span;
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
}

/** A field's value without its places, as `--json` shows it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | {readonly [key: string]: JsonValue};
