import type {Host} from '../base/host.ts';
import type {ResourceRecord} from '../expressions/environment.ts';
import type {ValueType} from '../units/unit.ts';

/**
 * Reads one kind of hardware. A function of the host: tests pass a map of paths. Throws where it cannot know (the
 * resource is then *unknown* with the error's message); returns no records where it knows there is nothing.
 */
export interface Probe {
  readonly name: string;
  readonly summary: string;
  /** Every key its records can have, with its type. */
  readonly keys: ReadonlyMap<string, ValueType>;
  probe(host: Host): Promise<readonly ResourceRecord[]>;
}
