import type {Diagnostic} from '../base/diagnostic.ts';
import type {LocalFiles} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import type {SourceText} from '../base/source.ts';
import type {Reference} from '../catalog/references.ts';
import type {Provider, UnitSet} from '../catalog/unit-set.ts';
import type {ResourceScope} from '../expressions/check/scope.ts';
import type {ShapesByStart} from '../planner/shapes-by-start.ts';
import type {UnitIndex} from '../planner/unit-index.ts';
import type {Job, Template, TestPlan} from '../units/unit.ts';
import type {Edge} from './cycle-steps.ts';
import type {JobView} from './job-view.ts';
import type {ResourcesNamed} from './named-resources.ts';
import type {Matches, PlanLine} from './plan-lines.ts';
import type {Script} from './script.ts';
import type {Skeleton} from './skeleton.ts';
import type {Suggester, Target} from './suggest.ts';

/** What the rules look at. Made once for all of them. */
export interface Subject extends Suggester {
  readonly set: UnitSet;
  readonly index: UnitIndex;
  /** Absent where only units are known and no folders of scripts and data. */
  readonly files: Pick<LocalFiles, 'list' | 'stat'> | undefined;
  /** In the order of the set, units of a taken id included. */
  readonly jobs: readonly JobView[];
  /** Those of them that somebody wrote: what is wrong with a twin after suspend is wrong with what it is a twin of. */
  readonly written: readonly JobView[];
  readonly resourcesNamed: ResourcesNamed;
  /** What makes one job of the set wait for another, wherever both are in a plan. */
  readonly waitsFrom: () => ReadonlyMap<Job, readonly Edge<Job>[]>;
  readonly plans: readonly TestPlan[];
  /** The lines of every plan, those that select first. */
  readonly lines: ReadonlyMap<TestPlan, readonly PlanLine[]>;
  /** Of all units; those of a template's body are from the template and may have gaps. */
  readonly references: readonly Reference[];
  /** Units that are there and could not be built: they have errors of their own. */
  readonly broken: ReadonlySet<UnitId>;
  /** Namespaces of the providers that are loaded. */
  readonly namespaces: ReadonlySet<string>;
  /** Loaded namespaces of which there are more providers beside those loaded, by folder. */
  readonly partial: ReadonlyMap<string, readonly string[]>;
  readonly neighbours: readonly Provider[];
  /** Namespaces that units name and of which no provider is loaded: what they hold cannot be told. */
  readonly absent: ReadonlySet<string>;
  readonly resources: ReadonlyMap<UnitId, ResourceScope>;
  /** The resources of each namespace by partial id: the names that expressions there may use. */
  readonly namesIn: ReadonlyMap<string, ReadonlyMap<string, ResourceScope>>;
  readonly matches: Matches;
  readonly makers: (target: Target) => ShapesByStart;
  readonly skeletons: ReadonlyMap<Template, Skeleton>;
  readonly scriptOf: (command: SourceText) => Script;
}

/** One thing that can be wrong with units that were read and built. */
export type Rule = (subject: Subject) => Iterable<Diagnostic>;

interface Finding extends Omit<Diagnostic, 'suggestion' | 'related'> {
  readonly suggestion?: string | undefined;
  readonly related?: Diagnostic['related'] | undefined;
}

export function finding({suggestion, related, ...rest}: Finding): Diagnostic {
  return {
    ...rest,
    ...(suggestion === undefined ? {} : {suggestion}),
    ...(related === undefined ? {} : {related}),
  };
}
