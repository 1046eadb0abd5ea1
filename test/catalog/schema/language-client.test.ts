import {resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Completion, LanguageClient} from '../../helpers/language-client.ts';

const schemas = resolve(import.meta.dirname, '../../../schemas');
let client: LanguageClient;

beforeAll(async () => {
  client = await LanguageClient.start({
    [`${schemas}/unit-file.schema.json`]: 'units/*.yaml',
    [`${schemas}/provider.schema.json`]: 'provider.yaml',
  });
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
});

let opened = 0;

async function findingsIn(text: string): Promise<readonly string[]> {
  const found = await client.open(`units/bad-${++opened}.yaml`, text);
  return found.map(({message, range: {start}}) => `${start.line + 1}:${start.character + 1} ${message}`);
}

/** What is offered where `|` stands. */
async function offeredAt(marked: string): Promise<readonly Completion[]> {
  const name = `units/offer-${++opened}.yaml`;
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  await client.open(name, marked.replace('|', ''));
  return client.complete(name, {line: before.length - 1, character: before.at(-1)?.length ?? 0});
}

const labels = (items: readonly Completion[]): readonly string[] => items.map(({label}) => label);

describe('completion', () => {
  it('offers the fields of a job with what they are for', async () => {
    const items = await offeredAt('unit: job\nid: a\n|\n');
    expect(labels(items)).toEqual(expect.arrayContaining(['summary', 'command', 'requires', 'touches', 'matrix']));
    expect(labels(items)).not.toContain('include');
    expect(labels(items)).not.toContain('name');
    expect(items.find(({label}) => label === 'command')?.documentation).toBe('What a shell runs; exit code 0 passes.');
  });

  it('offers a job where no kind is named', async () => {
    expect(labels(await offeredAt('id: a\n|\n'))).toEqual(expect.arrayContaining(['unit', 'plugin', 'command']));
  });

  it('offers the fields of the kind that each document names', async () => {
    const plan = labels(await offeredAt('id: a\n---\nunit: test plan\nid: b\n|\n---\nid: c\n'));
    expect(plan).toEqual(expect.arrayContaining(['include', 'nested_part']));
    expect(plan).not.toContain('command');
  });

  it('offers what a template makes beside its own fields', async () => {
    const template = labels(await offeredAt('unit: template\nid: a_{b}\n|\n'));
    expect(template).toEqual(expect.arrayContaining(['template-resource', 'command']));
    const ofPlans = labels(await offeredAt('unit: template\ntemplate-unit: test plan\nid: a_{b}\n|\n'));
    expect(ofPlans).toEqual(expect.arrayContaining(['template-resource', 'include']));
    expect(ofPlans).not.toContain('command');
  });

  it.each([
    ['plugin: |', ['shell', 'manual', 'user-interact-verify', 'resource']],
    ['unit: |', ['job', 'template', 'test plan', 'packaging meta-data']],
    ['flags:\n  - |', ['simple', 'also-after-suspend']],
    ['plugin: resource\nprobe: |', ['block', 'net', 'optical']],
    ['defaults:\n  |', ['job', 'test plan', 'resource job']],
    ['run:\n  |', ['using', 'name', 'arguments']],
  ])('offers values: %s', async (text, expected) => {
    expect(labels(await offeredAt(`${text}\n`))).toEqual(expect.arrayContaining(expected));
  });
});

describe('errors', () => {
  it('names a misspelt field and the places of wrong values', async () => {
    const text = 'id: a\nplugin: shel\ncomand: true\ntimeout: [1]\n---\nunit: test plan\nid: b\nincludes: []\n';
    expect(await findingsIn(text)).toEqual([
      expect.stringMatching(/^2:9 Value is not accepted\. Valid values: "shell", /),
      expect.stringMatching(/^4:10 Incorrect type\./),
      '3:1 Property comand is not allowed.',
      '8:1 Property includes is not allowed.',
    ]);
  });

  it.each([
    ['summary: no id\n', ['1:1 Missing property "id".']],
    ['unit: jbo\nid: a\n', [expect.stringMatching(/^1:7 Value is not accepted. Valid values: "job", /)]],
    ['unit: template\ntemplate-filtr: a\n', ['2:1 Property template-filtr is not allowed.']],
    ['id: a\nsiblings: [{id: b, sumary: c}]\n', ['2:20 Property sumary is not allowed.']],
    ['defaults: {jop: {}}\n', ['1:12 Property jop is not allowed.']],
  ])('finds what is wrong in %j', async (text, expected) => {
    expect(await findingsIn(text)).toEqual(expected);
  });

  it('finds nothing in what is only unusual', async () => {
    const text = `defaults:
  job: {timeout: 120, plugin: shell}
---
id: a
_summary: Marked for translators
timeout: {by-arch: {aarch64: 60, default: 20}}
silence-timeout: null
estimated_duration: 1h 2m
matrix: {port: [1, 2]}
run: {using: script, name: x}
user: 007
siblings:
  - {id: b, summary: c, depends: a}
---
unit: template
template-unit: test plan
template-resource: a
id: x_{y}
name: n {y}
include: []
`;
    expect(await findingsIn(text)).toEqual([]);
  });

  it('knows provider.yaml', async () => {
    const found = await client.open('provider.yaml', 'name: a:b\nnamspace: c\ntransforms: [assay/chunk]\n');
    expect(found.map(({message}) => message)).toEqual(['Property namspace is not allowed.']);
  });
});

it('shows what a field is for', async () => {
  await client.open('units/hover.yaml', 'id: a\nplugin: shell\n');
  expect(await client.hover('units/hover.yaml', {line: 1, character: 2})).toContain('How the job is carried out');
});
