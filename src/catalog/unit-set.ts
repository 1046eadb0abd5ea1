import type {UnitId} from '../base/ids.ts';
import type {SourceText} from '../base/source.ts';
import type {Category, ExporterUnit, Job, ManifestEntry, Template, TestPlan, Unit} from '../units/unit.ts';
import type {MapValue} from '../units/value.ts';

export interface Provider {
  /** For instance `com.example:audio`. */
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly description?: string;
  /** Absolute. */
  readonly directory: string;
  /** `directory` as somebody wrote it; files of the provider are shown under it. */
  readonly shownAs?: string;
  /** Absolute. */
  readonly unitDirectories: readonly string[];
  readonly binDirectory?: string;
  readonly dataDirectory?: string;
  readonly localeDirectory?: string;
  readonly gettextDomain?: string;
  readonly builtIn: boolean;
  /** What runs the commands of jobs that name no shell, where its authors count on another than `sh`. */
  readonly shell?: 'bash';
  /** Paths of modules and names of built-in transforms, in the order they are run. */
  readonly transforms?: readonly SourceText[];
  /** `defaults:` of provider.yaml, for all its units. */
  readonly defaults?: MapValue;
  /** What `by-KEY` may ask, with the values they have unless somebody says otherwise. */
  readonly keys?: ReadonlyMap<string, string>;
}

/** Units by id, a map for each kind; setup jobs are among the jobs. */
export interface UnitMaps {
  readonly jobs: ReadonlyMap<UnitId, Job>;
  readonly templates: ReadonlyMap<UnitId, Template>;
  readonly testPlans: ReadonlyMap<UnitId, TestPlan>;
  readonly categories: ReadonlyMap<UnitId, Category>;
  readonly manifestEntries: ReadonlyMap<UnitId, ManifestEntry>;
  readonly exporters: ReadonlyMap<UnitId, ExporterUnit>;
}

/**
 * Every unit that was read, indexed. Orders are those of provider, file and place in the file. Where two units have one
 * id, the first has it here and the second is in a diagnostic.
 */
export interface UnitSet extends UnitMaps {
  readonly providers: readonly Provider[];
  /** In order; units without an id of their own included. What asks for it has them all built. */
  readonly units: readonly Unit[];
  /** Of these, the jobs that templates made. */
  readonly instances: readonly Job[];
}

export function providerNamed(set: UnitSet, name: string): Provider | undefined {
  return set.providers.find((provider) => provider.name === name);
}

/** Whether the provider of this name is part of the program rather than one that was found. */
export function isBuiltIn(providers: readonly Provider[], name: string): boolean {
  return providers.find((provider) => provider.name === name)?.builtIn === true;
}
