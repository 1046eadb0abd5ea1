import {describe, expect, it} from 'vitest';
import type {Diagnostic} from '../../src/base/diagnostic.ts';
import {piecesOf} from '../../src/base/source.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {fieldsOf, unitSpecs} from '../../src/units/fields/index.ts';
import type {UnitRecord} from '../../src/units/record.ts';
import {writtenName} from '../../src/units/record-access.ts';
import type {Value} from '../../src/units/value.ts';
import {fc} from '../helpers/property.ts';
import {pxu, spanText, yaml} from './helpers.ts';

/** Lines that look like units, with anything between. */
const pxuText = fc
  .array(
    fc.oneof(
      fc.string({unit: 'binary'}),
      fc.constantFrom('id: a', '_summary: b', 'command:', '  text', '\tx y', ' .', '', '# assay: allow x/y z'),
    ),
  )
  .map((lines) => lines.join('\n'));

const yamlText = fc
  .array(
    fc.oneof(
      fc.string({unit: 'binary'}),
      fc.constantFrom('id: a', '---', 'a: &x', ' - *x', '  b: [', '? k', 'c: |', '  text', '"', '- - {'),
    ),
  )
  .map((lines) => lines.join('\n'));

function checkSpans(diagnostics: readonly Diagnostic[]): void {
  for (const {span, message} of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(span.file.text.length);
    expect(message).not.toMatch(/[\r\n]/);
    expect(message.length).toBeLessThan(300);
  }
}

function checkValue(value: Value): void {
  if (value.type === 'text') {
    const {text, span} = value.text;
    for (const {at, source, length} of piecesOf(value.text)) {
      expect(span.file.text.slice(source, source + length)).toBe(text.slice(at, at + length));
    }
  } else if (value.type === 'list') {
    for (const item of value.items) checkValue(item);
  } else if (value.type === 'map') {
    for (const entry of value.entries) checkValue(entry.value);
  }
}

function checkRecord(record: UnitRecord): void {
  for (const field of record.fields.values()) {
    checkValue(field.value);
    expect(record.span.start).toBeLessThanOrEqual(field.nameSpan.start);
    expect(record.span.end).toBeGreaterThanOrEqual(field.nameSpan.end);
  }
  checkSpans(buildUnit(record).diagnostics);
}

describe('any text', () => {
  it('is read as .pxu and built without a throw, and spans cover what they name', () => {
    fc.assert(
      fc.property(pxuText, (text) => {
        const {value, diagnostics} = pxu(text);
        checkSpans(diagnostics);
        for (const record of value) {
          checkRecord(record);
          for (const field of record.fields.values()) expect(spanText(field.nameSpan)).toBe(writtenName(field));
        }
      }),
      {numRuns: 1000},
    );
  });

  it('is read as YAML and built without a throw, and spans cover what they name', () => {
    fc.assert(
      fc.property(yamlText, (text) => {
        const {value, diagnostics} = yaml(text);
        checkSpans(diagnostics);
        for (const record of value) checkRecord(record);
      }),
      {numRuns: 1000},
    );
  });
});

describe('any fields of a unit', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'shell',
      'manual',
      'resource',
      '1h 2m',
      'from a import b',
      'apply x to y',
      'a certification-status=blocker',
      '"',
    ),
    fc.array(fc.string(), {maxLength: 3}),
    fc.dictionary(fc.string(), fc.string(), {maxKeys: 3}),
    fc.array(fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.string(), {maxKeys: 2}), {maxKeys: 2}), {
      maxLength: 3,
    }),
  );

  it.each(Object.values(unitSpecs).map(({kind}) => kind))('of the kind %s build or say why not', (kind) => {
    const names = [...fieldsOf(kind).keys(), 'template-template-id', 'unknown'].filter((name) => name !== 'unit');
    const fields = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), value), {selector: ([name]) => name});
    fc.assert(
      fc.property(fields, (entries) => {
        const lines = entries.map(([name, content]) => `${name}: ${JSON.stringify(content)}\n`);
        const [record] = yaml(`unit: ${kind}\n${lines.join('')}`).value;
        if (record === undefined || record.damaged === true) return;
        const built = buildUnit(record);
        checkSpans(built.diagnostics);
        const hasError = built.diagnostics.some(({severity}) => severity === 'error');
        expect(built.value === undefined).toBe(hasError);
      }),
      {numRuns: 300},
    );
  });
});
