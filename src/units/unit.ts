import type {UnitId} from '../base/ids.ts';
import type {SourceText, Span} from '../base/source.ts';
import type {UnitRecord} from './record.ts';
import type {JsonValue} from './value.ts';

/** A reference remembers where it was written. */
export interface Ref {
  readonly id: UnitId;
  readonly span: Span;
}

/** A unit's kind as it is spelled in the `unit:` field. */
export type UnitKind =
  | 'job'
  | 'setup job'
  | 'template'
  | 'test plan'
  | 'category'
  | 'manifest entry'
  | 'exporter'
  | 'packaging meta-data';

export interface UnitBase {
  readonly kind: UnitKind;
  readonly id: UnitId;
  /** The transformed record this unit was built from: its fields as the author and the transforms left them. */
  readonly record: UnitRecord;
  readonly span: Span;
  /** The template instance this unit is, if it is one. */
  readonly instance?: InstanceOrigin | undefined;
}

/** `record` counts the resource's records from 0, before filtering. */
export interface InstanceOrigin {
  readonly template: UnitId;
  readonly resource: UnitId;
  readonly record: number;
}

export type CertificationStatus = 'blocker' | 'non-blocker' | 'not-part-of-certification';

/** `from NAMESPACE import PARTIAL [as NAME]`: inside this unit's expressions `name` is the resource `resource`. */
export interface Import {
  readonly name: string;
  readonly resource: Ref;
}

/** Types of a resource record's keys and of values that flow between jobs. */
export type ValueType = 'string' | 'integer' | 'number' | 'boolean' | 'list';

export interface JobBase extends UnitBase {
  readonly kind: 'job' | 'setup job';
  readonly summary: string;
  readonly description?: string | undefined;
  readonly purpose?: string | undefined;
  readonly steps?: string | undefined;
  readonly verification?: string | undefined;
  readonly category?: Ref | undefined;
  readonly certificationStatus: CertificationStatus;
  /** The resource program: one expression a line, joined by *and*. */
  readonly requires?: SourceText | undefined;
  readonly imports: readonly Import[];
  readonly depends: readonly Ref[];
  readonly after: readonly Ref[];
  readonly before: readonly Ref[];
  readonly salvages: readonly Ref[];
  /** Qualified with the job's namespace, so that groups of two providers do not meet by chance. */
  readonly group?: string | undefined;
  readonly user?: string | undefined;
  /** The shell that runs `command`; absent means the runner's own choice. */
  readonly shell?: string | undefined;
  /** Manifest entries that must have these values before a setup job may run. */
  readonly requiresManifest?: readonly ManifestRequirement[] | undefined;
  /** `jinja2`: its texts are still to be rendered, over the environment alone. Instances of templates are rendered. */
  readonly engine?: TemplateEngine | undefined;
  /** False where the author forbids running it again after a failure. */
  readonly autoRetry?: boolean | undefined;
  /** Names of variables taken from the invoking environment. */
  readonly environ: readonly string[];
  readonly flags: readonly string[];
  readonly estimatedMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly silenceTimeoutMs?: number | undefined;
  /** What it disturbs (`disk:sda`, `audio`). Absent: nothing is known, so it runs alone. */
  readonly touches?: readonly string[] | undefined;
  readonly outputs: ReadonlyMap<string, ValueType>;
  readonly inputs: readonly Input[];
  /** What must be plugged or set: `usb-a` → `stick`. */
  readonly bench: ReadonlyMap<string, string>;
}

export interface ManifestRequirement {
  readonly entry: Ref;
  readonly value: boolean | number;
}

/** `name` in the consumer is the output `output` of `job`. */
export interface Input {
  readonly name: string;
  readonly job: Ref;
  readonly output: string;
  /** What it must be, where the job that takes it says so. */
  readonly type?: ValueType | undefined;
}

export interface ShellJob extends JobBase {
  readonly plugin: 'shell';
  /** A shell job without a command does nothing and passes, as documented. */
  readonly command?: SourceText | undefined;
}

export interface AttachmentJob extends JobBase {
  readonly plugin: 'attachment';
  readonly command: SourceText;
}

/** Exactly one of a command and a probe yields the records. */
export interface ResourceJob extends JobBase {
  readonly plugin: 'resource';
  readonly source:
    | {readonly type: 'command'; readonly command: SourceText}
    | {readonly type: 'probe'; readonly probe: SourceText};
  /** Declared types of the records' keys; undefined where the author declared nothing. */
  readonly keys?: ReadonlyMap<string, ValueType> | undefined;
}

export interface ManualJob extends JobBase {
  readonly plugin: 'manual';
  readonly command?: SourceText | undefined;
}

export interface InteractiveJob extends JobBase {
  readonly plugin: 'user-interact' | 'user-interact-verify' | 'user-verify';
  readonly command: SourceText;
}

/** The peer's old way of making jobs by running code: recognised so that it can be reported, never run. */
export interface LocalJob extends JobBase {
  readonly plugin: 'local' | 'qml';
}

export type Job = ShellJob | AttachmentJob | ResourceJob | ManualJob | InteractiveJob | LocalJob;

/** `format` is Python's `str.format`. */
export type TemplateEngine = 'format' | 'jinja2';

export interface Template extends UnitBase {
  readonly kind: 'template';
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly resource: Ref;
  /** How the resource is called inside the template's filter. */
  readonly resourceName: string;
  readonly imports: readonly Import[];
  readonly filter?: SourceText | undefined;
  readonly engine: TemplateEngine;
  readonly instanceKind: UnitKind;
  /** The fields of the instances, placeholders and all. */
  readonly body: UnitRecord;
}

/** One line of an `include`-like field. A pattern is an id, a template's id or a regular expression on ids. */
export interface Selector {
  readonly pattern: SourceText;
  readonly certificationStatus?: CertificationStatus | undefined;
  readonly category?: Ref | undefined;
  readonly autoRetry?: boolean | undefined;
}

export interface CategoryOverride {
  readonly category: Ref;
  readonly pattern: SourceText;
}

export interface CertificationStatusOverride {
  readonly status: CertificationStatus;
  readonly pattern: SourceText;
}

export interface TestPlan extends UnitBase {
  readonly kind: 'test plan';
  readonly name: string;
  readonly description?: string | undefined;
  readonly include: readonly Selector[];
  readonly mandatoryInclude: readonly Selector[];
  readonly bootstrapInclude: readonly Selector[];
  readonly setupInclude: readonly Selector[];
  readonly exclude: readonly Selector[];
  readonly nestedParts: readonly Ref[];
  readonly categoryOverrides: readonly CategoryOverride[];
  readonly certificationStatusOverrides: readonly CertificationStatusOverride[];
  readonly estimatedMs?: number | undefined;
  /** For jobs that give none themselves. */
  readonly timeoutMs?: number | undefined;
  /** As `timeoutMs`, without output. */
  readonly silenceTimeoutMs?: number | undefined;
}

export interface Category extends UnitBase {
  readonly kind: 'category';
  readonly name: string;
}

export interface ManifestEntry extends UnitBase {
  readonly kind: 'manifest entry';
  readonly name: string;
  readonly valueType: 'bool' | 'natural';
  readonly valueUnit?: string | undefined;
  readonly prompt?: string | undefined;
  readonly resourceKey?: string | undefined;
  /** Why it is never asked interactively; its id starts with an underscore. */
  readonly hiddenReason?: string | undefined;
}

export interface ExporterUnit extends UnitBase {
  readonly kind: 'exporter';
  readonly summary?: string | undefined;
  readonly entryPoint: string;
  readonly fileExtension: string;
  readonly options: readonly string[];
  /** What the entry point is handed besides: `template`, `extra_paths`. */
  readonly data?: JsonValue | undefined;
}

/** Has no id in its file; its id here is made from its place. */
export interface PackagingMetaData extends UnitBase {
  readonly kind: 'packaging meta-data';
  readonly osId: string;
  readonly osVersionId?: string | undefined;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  readonly suggests: readonly string[];
}

export type Unit = Job | Template | TestPlan | Category | ManifestEntry | ExporterUnit | PackagingMetaData;

export function isJob(unit: Unit): unit is Job {
  return unit.kind === 'job' || unit.kind === 'setup job';
}
