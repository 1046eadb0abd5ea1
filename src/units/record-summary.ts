import type {UnitRecord} from './record.ts';
import {recordKind} from './record-id.ts';
import {plainFieldText} from './written-text.ts';

/** One line on what the unit is that the record makes; empty where nothing says it. */
export function recordSummary(record: UnitRecord): string {
  const text = (name: string): string | undefined => plainFieldText(record, name);
  switch (recordKind(record)) {
    case 'job':
    case 'setup job':
      return text('summary') ?? text('id') ?? text('name') ?? '';
    case 'template':
      return text('template-summary') ?? text('summary') ?? '';
    case 'test plan':
    case 'category':
    case 'manifest entry':
      return text('name') ?? text('id') ?? '';
    case 'exporter':
      return text('summary') ?? text('entry_point') ?? '';
    case 'packaging meta-data':
      return ['packages for', text('os-id'), text('os-version-id')].filter((word) => word !== undefined).join(' ');
    case undefined:
      return '';
  }
}
