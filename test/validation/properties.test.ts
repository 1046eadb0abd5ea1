import {expect, it} from 'vitest';
import {fc} from '../helpers/property.ts';
import {findingsOf} from './findings.ts';

const word = fc.constantFrom(
  'a',
  'b',
  'c-{name}',
  'd/.*',
  '{{ x }}',
  'ns::a',
  'com.canonical.plainbox::disk',
  '(',
  '"',
  "a.b == '1'",
  '🙂',
);
const value = fc.array(word, {maxLength: 4}).map((words) => words.join(' '));
const field = fc.tuple(
  fc.constantFrom(
    ...'unit id plugin command depends after before requires imports flags user environ summary siblings group'.split(
      ' ',
    ),
    ...'template-resource template-filter template-engine template-unit include exclude nested_part'.split(' '),
    ...'bootstrap_include category_overrides category_id inputs outputs keys file_extension data'.split(' '),
  ),
  fc.oneof(value, fc.constantFrom('job', 'template', 'test plan', 'shell', 'resource', 'manual', 'jinja2', 'simple')),
);
const unit = fc
  .array(field, {minLength: 1, maxLength: 9})
  .map((fields) => fields.map(([name, text]) => `${name}: ${text}\n`).join(''));
const file = fc.array(unit, {maxLength: 6}).map((units) => units.join('\n'));

it('says something sensible of any units', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (text) => {
      for (const {message, span, code} of await findingsOf(text)) {
        expect(message).not.toMatch(/\n|\uFDD0|undefined/);
        expect(code).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(span.file.text.length);
      }
    }),
    {numRuns: 150},
  );
});

it('says the same of the same units', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (text) => {
      const once = await findingsOf(text);
      expect(await findingsOf(text)).toEqual(once);
      const places = once.map(({span, code, message}) => `${span.start} ${span.end} ${code} ${message}`);
      expect(new Set(places).size).toBe(places.length);
    }),
    {numRuns: 50},
  );
});
