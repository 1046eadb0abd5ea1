import {describe, expect, it} from 'vitest';
import {hasErrors} from '../../src/base/diagnostic.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {fieldsOf, unitSpecs} from '../../src/units/fields/index.ts';
import type {UnitRecord} from '../../src/units/record.ts';
import {fieldText} from '../../src/units/record-access.ts';
import {recordId} from '../../src/units/record-id.ts';
import {recordSummary} from '../../src/units/record-summary.ts';
import {soundness} from '../../src/units/soundness.ts';
import type {Unit} from '../../src/units/unit.ts';
import {fc} from '../helpers/property.ts';
import {only, pxu, yaml} from './helpers.ts';

const isSound = soundness();

/** What is shown of a unit that was built. */
function builtSummary(unit: Unit): string {
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

/** A sound record builds, and what is told of it without building is so. */
function checkSound(record: UnitRecord): void {
  const {value, diagnostics} = buildUnit(record);
  if (value !== undefined) expect(recordSummary(record)).toBe(builtSummary(value));
  if (!isSound(record)) return;
  expect(value).toBeDefined();
  expect(hasErrors(diagnostics)).toBe(false);
  expect(recordId(record)).toBe(value?.id);
}

describe('a record that is seen to be sound', () => {
  const value = fc.oneof(
    fc.constantFrom('shell', 'manual', 'resource', 'attachment', 'qml', 'simple', 'has-leftovers simple', 'a', 'b/c'),
    fc.constantFrom(
      'true',
      '',
      ' ',
      '.',
      '\n .',
      '\n # x\n a',
      '\n  a\n # b\n  c',
      'a # b',
      '"a"',
      '"a',
      'a b',
      'x::y',
    ),
    fc.constantFrom(
      '1h 2m',
      '3',
      '1.5',
      '90s 2h',
      'soon',
      '{x}',
      '{{ x }}',
      'blocker',
      'non-blocker',
      'bool',
      'natural',
    ),
    fc.constantFrom('from a import b', '\n from a import b\n from c import d/e as f', 'from a import b-c'),
    fc.constantFrom('apply x to y', '\n apply x to y\n apply blocker to z', 'apply blocker to .*', 'apply a to b c'),
    fc.constantFrom(
      '\n a certification-status=blocker\n b',
      'a certification-status=most',
      '[{"id": "x"}]',
      'test plan',
    ),
    fc.string({unit: 'binary'}).map((text) => text.replaceAll('\n', ' ')),
  );

  function recordsOf(kind: string): fc.Arbitrary<readonly (readonly [string, string])[]> {
    const known = Object.values(unitSpecs).find((spec) => spec.kind === kind)?.kind ?? 'job';
    const ownNames = [...fieldsOf(known).keys()];
    const names = known === 'template' ? [...ownNames, ...fieldsOf('job').keys()] : ownNames;
    const other = ['unknown', 'comand', 'template-template-id'];
    const name = fc.constantFrom(...[...names, ...other].filter((one) => one !== 'unit'));
    const wanted = fc.subarray(['id', 'command', 'plugin', 'name', 'template-resource', 'value-type', 'include']);
    return fc
      .tuple(wanted, fc.array(name, {maxLength: 6}))
      .chain(([some, more]) =>
        fc.tuple(...[...new Set([...some, ...more])].map((one) => fc.tuple(fc.constant(one), value))),
      );
  }

  it.each(Object.values(unitSpecs).map(({kind}) => kind))('of the kind %s builds', (kind) => {
    fc.assert(
      fc.property(recordsOf(kind), (entries) => {
        const lines = entries.map(([name, text]) => `${name}:${text.startsWith('\n') ? '' : ' '}${text}\n`);
        for (const record of pxu(`unit: ${kind}\n${lines.join('')}`).value) checkSound(record);
        const quoted = entries.map(([name, text]) => `${name}: ${JSON.stringify(text)}\n`);
        for (const record of yaml(`unit: ${kind}\n${quoted.join('')}`).value) checkSound(record);
        const listed = entries.map(([name, text]) => `${name}: ${JSON.stringify(text.split('\n'))}\n`);
        for (const record of yaml(`unit: ${kind}\n${listed.join('')}`).value) checkSound(record);
      }),
      {numRuns: 400},
    );
  });

  it.each([
    'id: a\nflags: simple\ncommand: true\n',
    '_summary: A\nid: b\nplugin: manual\n_steps:\n  1. Look\n',
    'unit: template\ntemplate-resource: r\nid: a-{name}\nplugin: shell\ncommand: true {name}\nestimated_duration: {t}\n',
    'unit: test plan\nid: p\nname: P\ninclude:\n  a\n  # not this: b\n  c.* certification-status=blocker\n',
    'unit: manifest entry\nid: has_a\nname: A\nvalue-type: bool\n',
  ])('is one of the usual forms: %j', (text) => {
    expect(isSound(only(pxu(text)))).toBe(true);
  });

  it.each([
    'id: a\nplugin: resource\n',
    'id: a\nplugin: shell\ncomand: true\n',
    'id: x::a\nflags: simple\n',
    'unit: template\nid: a-{name}\nplugin: shell\ncommand: true\n',
    'unit: nonsense\nid: a\n',
  ])('is none that has an error: %j', (text) => {
    expect(isSound(only(pxu(text)))).toBe(false);
  });
});
