import {partialId} from '../../base/ids.ts';
import type {TestPlan} from '../unit.ts';
import type {Builder} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readDuration} from './read-duration.ts';
import {readId} from './read-id.ts';
import {readCategoryOverrides, readSelectors, readStatusOverrides} from './read-selectors.ts';
import {readName, readRefs, readString} from './read-text.ts';

const kind = 'test plan';

export function buildTestPlan(builder: Builder): TestPlan | undefined {
  checkFields(builder, {kind});
  const id = readId(builder, kind);
  const name = readName(builder, kind);
  const plan = {
    kind,
    record: builder.record,
    span: builder.record.span,
    include: readSelectors(builder, 'include'),
    mandatoryInclude: readSelectors(builder, 'mandatory_include'),
    bootstrapInclude: readSelectors(builder, 'bootstrap_include'),
    setupInclude: readSelectors(builder, 'setup_include'),
    exclude: readSelectors(builder, 'exclude'),
    nestedParts: readRefs(builder, 'nested_part'),
    categoryOverrides: readCategoryOverrides(builder, 'category_overrides'),
    certificationStatusOverrides: readStatusOverrides(builder, 'certification_status_overrides'),
    description: readString(builder, 'description'),
    estimatedMs: readDuration(builder, 'estimated_duration'),
    timeoutMs: readDuration(builder, 'timeout'),
    silenceTimeoutMs: readDuration(builder, 'silence-timeout'),
  } as const;
  return id && {...plan, id, name: name ?? partialId(id)};
}
