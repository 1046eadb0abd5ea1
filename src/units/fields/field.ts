import type {UnitKind} from '../unit.ts';

/** The values of a job's `plugin` field. */
export type Plugin =
  | 'shell'
  | 'manual'
  | 'user-interact'
  | 'user-interact-verify'
  | 'user-verify'
  | 'attachment'
  | 'resource'
  | 'local'
  | 'qml';

/**
 * How a field's value is written. `line` is one line of text; `words` are separated by spaces or commas, or a YAML list;
 * `lines` are one entry a line, or a YAML list; `program` is one expression a line.
 */
export type FieldType =
  | 'text'
  | 'line'
  | 'id'
  | 'reference'
  | 'references'
  | 'words'
  | 'lines'
  | 'program'
  | 'imports'
  | 'command'
  | 'duration'
  | 'choice'
  | 'selectors'
  | 'overrides'
  | 'map'
  | 'manifest-requirements'
  | 'json';

/** One field as authors know it. Drives checks, schemas and the reference. */
export interface FieldSpec {
  /** As it is spelled in a file, without the translation mark. */
  readonly name: string;
  readonly type: FieldType;
  /** One sentence. */
  readonly summary: string;
  readonly required?: true;
  readonly translatable?: true;
  readonly choices?: readonly string[];
  /** What holds where it is absent, as it would be written. */
  readonly default?: string;
  /** The plugins it means something for; absent: all. */
  readonly plugins?: readonly Plugin[];
  /** What to write instead. */
  readonly deprecated?: string;
  /** Ours: Checkbox does not know it. */
  readonly isOurs?: true;
}

export interface UnitSpec {
  readonly kind: UnitKind;
  readonly summary: string;
  readonly fields: readonly FieldSpec[];
  /** Fields beyond the table are the author's own. */
  readonly isOpen?: true;
}

export const certificationStatuses = ['blocker', 'non-blocker', 'not-part-of-certification'] as const;

export const templateEngines = ['format', 'default', 'jinja2'] as const;

export const valueTypes = ['string', 'integer', 'number', 'boolean', 'list'] as const;
