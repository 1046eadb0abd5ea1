import {describe, expect, it} from 'vitest';
import {fieldsOf, unitSpecs} from '../../../src/units/fields/index.ts';
import type {UnitKind} from '../../../src/units/unit.ts';

/** The fields that Checkbox's reference of units documents. */
const documented: Readonly<Record<UnitKind, string>> = {
  job: `id summary category_id plugin certification-status requires depends after before group salvages command purpose steps
    verification user environ estimated_duration flags siblings imports`,
  'setup job': 'unit id summary category_id plugin command user environ requires_manifest estimated_duration flags',
  template: `template-id template-summary template-description template-unit template-resource template-imports template-filter
    template-engine`,
  'test plan': `id name description include mandatory_include setup_include bootstrap_include nested_part exclude
    category_overrides certification_status_overrides estimated_duration`,
  category: 'id name',
  'manifest entry': 'id name value-type value-units resource-key prompt hidden-reason',
  exporter: 'id summary entry_point file_extension options data',
  'packaging meta-data': 'os-id os-version-id Depends Suggests Recommends',
};

describe.each(Object.values(unitSpecs))('a $kind', ({kind}) => {
  it('has every field that is documented', () => {
    expect([...fieldsOf(kind).keys()]).toEqual(expect.arrayContaining(documented[kind].split(/\s+/)));
  });
});
