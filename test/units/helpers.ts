import type {Parsed} from '../../src/base/diagnostic.ts';
import {piecesOf, type SourceText, type Span} from '../../src/base/source.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {parseYaml} from '../../src/units/parse-yaml.ts';
import type {Origin, UnitRecord} from '../../src/units/record.ts';
import {recordToJson} from '../../src/units/record-access.ts';
import type {Unit} from '../../src/units/unit.ts';

export const origin: Origin = {provider: 'com.example:test', namespace: 'com.example'};

export function pxu(text: string): Parsed<readonly UnitRecord[]> {
  return parsePxu({path: 'test.pxu', text}, origin);
}

export function yaml(text: string): Parsed<readonly UnitRecord[]> {
  return parseYaml({path: 'test.yaml', text}, origin);
}

/** The only record of a text. */
export function only({value}: Parsed<readonly UnitRecord[]>): UnitRecord {
  const [record] = value;
  if (record === undefined || value.length !== 1) throw new Error(`${value.length} records`);
  return record;
}

export function jsonOf(parsed: Parsed<readonly UnitRecord[]>): readonly unknown[] {
  return parsed.value.map(recordToJson);
}

export function codes({diagnostics}: Parsed<unknown>): readonly string[] {
  return diagnostics.map(({severity, code}) => `${severity} ${code}`);
}

export function spanText(span: Span | undefined): string | undefined {
  return span?.file.text.slice(span.start, span.end);
}

/** The part of a field's value, as text of the file, that its pieces say is there. */
export function written(text: SourceText): readonly string[] {
  return piecesOf(text).map(({source, length}) => text.span.file.text.slice(source, source + length));
}

/** The unit of a .pxu text with one record, and what was found in it. */
export function build(text: string): Parsed<Unit | undefined> {
  return buildUnit(only(pxu(text)));
}

export function buildYaml(text: string): Parsed<Unit | undefined> {
  return buildUnit(only(yaml(text)));
}
