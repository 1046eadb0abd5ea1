import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {z} from 'zod';
import {schemaText} from '../../src/catalog/schema/index.ts';
import {launcherSchema} from '../../src/config/schema.ts';

const published = resolve(import.meta.dirname, '../../schemas/launcher.schema.json');
const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(launcherSchema())));

describe('the schema of launchers in YAML', () => {
  it('is published as it is', async () => {
    await expect(schemaText(launcherSchema())).toMatchFileSnapshot(published);
  });

  it.each([
    'launcher: {launcher_version: 1, stock_reports: [text, none]}',
    'launcher: {stock_reports: "text, none"}',
    'test plan: {unit: a::b, forced: true}',
    'test selection: {forced: yes, exclude: [.*a, .*b]}',
    'ui: {max_attempts: 2, delay_before_retry: 0.5}',
    'environment: {PORT: 8080, NAME: x, ON: true, EMPTY: }',
    'manifest: {a::b: no, a::c: 3}',
    'transport: {out: {type: stream}}\nreport: {a: {exporter: text, transport: out}}',
    'daemon: {normal_user: ubuntu}',
    'restart:',
  ])('takes %j', (text) => expect(schema.safeParse(parse(text)).success).toBe(true));

  it.each([
    'test paln: {unit: a}',
    'ui: {type: sillent}',
    'ui: {auto_retry: maybe}',
    'ui: {max_attempts: 0}',
    'launcher: {stock_reports: [txt]}',
    'manifest: {a::b: -1}',
    'transport: {type: file}',
    'test plan: smoke',
  ])('refuses %j', (text) => expect(schema.safeParse(parse(text)).success).toBe(false));
});
