import type {Diagnostic} from '../../base/diagnostic.ts';
import {defaults} from '../../transforms/defaults.ts';
import {withFields} from '../../transforms/edit.ts';
import {matrix} from '../../transforms/matrix.ts';
import {runDescription} from '../../transforms/run-description.ts';
import {TransformSequence} from '../../transforms/sequence.ts';
import type {UnitRecord} from '../../units/record.ts';
import {withoutField} from '../../units/record-access.ts';

interface WrittenOut {
  readonly records: readonly UnitRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Fields that only YAML has and that mean the same on every machine. */
const layered = ['defaults', 'matrix', 'run'];

/** The units that defaults, matrices and run descriptions stand for, as .pxu has to spell them. */
export function writeOut(records: readonly UnitRecord[]): WrittenOut {
  if (!records.some(({fields}) => layered.some((name) => fields.has(name)))) return {records, diagnostics: []};
  const sequence = new TransformSequence().add('defaults', defaults).add('matrix', matrix).add('run', runDescription);
  const provider = records[0]?.origin ?? {provider: '', namespace: ''};
  const sources = new Map<UnitRecord['span'], UnitRecord>(records.map((record) => [record.span, record]));
  const run = sequence.run({provider, keys: new Map(), matches: (pattern, text) => pattern === text}, records);
  const written = [...run.records].map((record) => plainUnit(record, sources.get(record.span)));
  return {records: written, diagnostics: run.diagnostics};
}

/** A field that is null refuses the defaults of the provider too, and has to go on saying so. */
function plainUnit(record: UnitRecord, source: UnitRecord | undefined): UnitRecord {
  const refused = [...(source?.fields.values() ?? [])].filter(
    ({name, value}) => value.type === 'scalar' && value.value === null && !record.fields.has(name),
  );
  // The words of a matrix stay for values that are keyed by them, which .pxu has not.
  const unit = withoutField(record, 'matrix');
  return refused.length === 0 ? unit : withFields(unit, refused);
}
