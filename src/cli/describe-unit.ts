import {positionAt} from '../base/source.ts';
import {fieldText} from '../units/record-access.ts';
import type {Unit} from '../units/unit.ts';

/** One line on what a unit is. */
export function summaryOf(unit: Unit): string {
  switch (unit.kind) {
    case 'job':
    case 'setup job':
      return unit.summary;
    case 'template':
      return unit.summary ?? fieldText(unit.body, 'summary')?.text ?? '';
    case 'test plan':
    case 'category':
    case 'manifest entry':
      return unit.name;
    case 'exporter':
      return unit.summary ?? unit.entryPoint;
    case 'packaging meta-data':
      return `packages for ${unit.osId}${unit.osVersionId === undefined ? '' : ` ${unit.osVersionId}`}`;
  }
}

export function placeOf(unit: Unit): {readonly file: string; readonly line: number; readonly endLine: number} {
  const {file, start, end} = unit.span;
  return {file: file.path, line: positionAt(file, start).line, endLine: positionAt(file, end).line};
}
