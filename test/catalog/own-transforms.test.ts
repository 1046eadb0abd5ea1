import {describe, expect, it} from 'vitest';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {loadUnits, traceUnits} from '../../src/catalog/load-units.ts';
import type {OwnTransformOptions} from '../../src/catalog/own-transforms.ts';
import type {Transform} from '../../src/transforms/transform.ts';
import {fakeHost} from '../helpers/fake-host.ts';

const unit = 'unit: job\nid: a\nflags: [simple]\ncommand: one\nports: 2\n';

function provider(transforms: string, more: Readonly<Record<string, string>> = {}) {
  const host = fakeHost({
    '/p/provider.yaml': `name: com.example:p\ntransforms: ${transforms}\n`,
    '/p/units/a.yaml': unit,
    '/p/transforms/ports.ts': '',
    '/outside.ts': '',
    ...more,
  });
  const {value: providers} = findProviders(host, {directories: ['/p'], providerPath: '', builtIn: false});
  return {host, providers};
}

async function load(transforms: string, options: OwnTransformOptions) {
  const {host, providers} = provider(transforms);
  const {value, diagnostics} = await loadUnits(host, providers, options);
  return {
    ids: value.units.map(({id}) => id.slice('com.example::'.length)),
    codes: diagnostics.map(({code}) => code),
    messages: diagnostics.map(({message}) => message),
  };
}

const ports: Transform = function* (config, records) {
  for (const record of records) {
    const {id, ports: count} = config.edit.read(record);
    for (let port = 1; port <= Number(count); port++) {
      yield config.edit.set(config.edit.remove(record, 'ports'), 'id', `${id}-${port}`, 'ports');
    }
  }
};

function modules(module: unknown): OwnTransformOptions & {readonly loaded: string[]} {
  const loaded: string[] = [];
  return {
    loaded,
    async importModule(path) {
      loaded.push(path);
      return module;
    },
  };
}

describe("a provider's own transforms", () => {
  it('run where provider.yaml lists them', async () => {
    const options = modules({transform: ports});
    expect(await load('[./transforms/ports.ts]', options)).toMatchObject({ids: ['a-1', 'a-2'], codes: []});
    expect(options.loaded).toEqual(['/p/transforms/ports.ts']);
  });

  it('may be the default export', async () => {
    expect(await load('[./transforms/ports.ts]', modules({default: ports}))).toMatchObject({ids: ['a-1', 'a-2']});
  });

  it('are not loaded where they are refused, and that is said', async () => {
    const options = {...modules({transform: ports}), ownTransforms: false};
    expect(await load('[./transforms/ports.ts]', options)).toMatchObject({
      codes: ['provider/transform-refused'],
    });
    expect(options.loaded).toEqual([]);
  });

  it.each([
    ['a file that is not there', '[./transforms/port.ts]', 'The provider has no file ./transforms/port.ts.'],
    ['a file outside the provider', '[../outside.ts]', 'The provider has no file ../outside.ts.'],
    ['no module', '[./provider.yaml]', 'A transform is a module: .js, .mjs, .ts, .mts.'],
    ['a built-in name that is none', '[assay/chnuk]', 'There is no built-in transform assay/chnuk.'],
  ])('cannot be %s', async (_, transforms, message) => {
    expect((await load(transforms, modules({transform: ports}))).messages[0]).toBe(message);
  });

  it('must export a function', async () => {
    expect((await load('[./transforms/ports.ts]', modules({ports}))).messages[0]).toBe(
      './transforms/ports.ts exports no function transform.',
    );
  });

  it('that cannot be loaded leave the units as they are', async () => {
    const options: OwnTransformOptions = {
      async importModule() {
        throw new Error('SyntaxError: unexpected\nmore');
      },
    };
    const {ids, messages} = await load('[./transforms/ports.ts]', options);
    expect(ids).toEqual(['a']);
    expect(messages[0]).toBe('./transforms/ports.ts cannot be loaded: SyntaxError: unexpected.');
  });

  it('that yield something else are stopped before our layers see it', async () => {
    const transform = function* (): Iterable<unknown> {
      yield {id: 'not a record'};
    };
    const {ids, messages} = await load('[./transforms/ports.ts]', modules({transform}));
    expect(ids).toEqual([]);
    expect(messages[0]).toBe(
      'Layer ./transforms/ports.ts, unit a: the transform failed: it yielded something that is no unit record.',
    );
  });
});

describe('a module that', () => {
  const hanging: Transform = function* (_, records) {
    for (const record of records) {
      yield record;
      for (;;);
    }
  };

  it('does not come to an end is stopped at the unit where it is', async () => {
    const options = {...modules({transform: hanging}), longestMs: 1000};
    const {ids, messages} = await load('[./transforms/ports.ts]', options);
    expect(ids).toEqual(['a']);
    expect(messages).toContain(
      "Layer ./transforms/ports.ts, unit a: the transform did not come to an end in 1 s; the provider's other units are left out.",
    );
    const {host, providers} = provider('[./transforms/ports.ts]');
    expect((await traceUnits(host, providers, options)).diagnostics).toMatchObject([{code: 'transform/too-long'}]);
  });

  it('hangs as a whole is stopped where it is listed', async () => {
    const transform = (): never => {
      for (;;);
    };
    const {ids, codes} = await load('[./transforms/ports.ts]', {...modules({transform}), longestMs: 1000});
    expect({ids, codes}).toEqual({ids: [], codes: ['transform/too-long']});
  });

  it('makes no end of units is stopped', async () => {
    const transform: Transform = function* ({edit}, records) {
      for (const record of records) for (let count = 0; ; count++) yield edit.set(record, 'id', `a-${count}`);
    };
    const {ids, messages} = await load('[./transforms/ports.ts]', modules({transform}));
    expect(ids).toEqual([]);
    expect(messages).toEqual([
      'Layer ./transforms/ports.ts, unit a: the transform failed: it makes more than 10000 units of each.',
    ]);
  });

  it('forgets its units is named', async () => {
    const transform: Transform = function* (_, records) {
      for (const record of records) if (record.fields.has('odd')) yield record;
    };
    expect(await load('[./transforms/ports.ts]', modules({transform}))).toMatchObject({
      ids: [],
      messages: [
        'Layer ./transforms/ports.ts, unit a: the transform leaves nothing of 1 unit, of which this is the last.',
      ],
    });
  });

  it.each([
    ['a list that is none', () => 42, 'it gives nothing to go through: write it as function*'],
    [
      'promises',
      async function* () {
        yield 1;
      },
      'it is asynchronous: leave out async',
    ],
    [
      'an error',
      () => {
        throw new Error('boom');
      },
      'boom',
    ],
  ])('gives %s has the unit left out', async (_, transform, reason) => {
    const {ids, messages} = await load('[./transforms/ports.ts]', modules({transform}));
    expect(ids).toEqual([]);
    expect(messages).toEqual([`Layer ./transforms/ports.ts, unit a: the transform failed: ${reason}.`]);
  });
});

it('traceUnits tells what each layer changed', async () => {
  const {host, providers} = provider('[./transforms/ports.ts]');
  const traced = await traceUnits(host, providers, modules({transform: ports}));
  const steps = traced.value[1]?.steps.map(({layer, changes}) => [
    layer,
    ...changes.map(({change, field}) => `${change} ${field.name}`),
  ]);
  expect(steps).toEqual([
    ['defaults'],
    ['matrix'],
    ['keyed-by'],
    ['./transforms/ports.ts', 'changed id', 'removed ports'],
    ['handed-on'],
    ['run'],
    ['siblings'],
    ['after-suspend'],
  ]);
});

it('a real module is loaded by Node', async () => {
  const {nodeHost} = await import('../../src/base/node-host.ts');
  const {mkdtempSync, mkdirSync, writeFileSync, rmSync} = await import('node:fs');
  const {tmpdir} = await import('node:os');
  const directory = mkdtempSync(`${tmpdir()}/assay-provider-`);
  try {
    mkdirSync(`${directory}/units`);
    writeFileSync(`${directory}/provider.yaml`, 'name: com.example:p\ntransforms: [./last.mjs]\n');
    writeFileSync(`${directory}/units/a.yaml`, unit);
    writeFileSync(
      `${directory}/last.mjs`,
      "export function* transform({edit}, records) { for (const r of records) yield edit.set(r, 'id', 'b'); }\n",
    );
    const found = findProviders(nodeHost(), {directories: [directory], providerPath: '', builtIn: false});
    const loaded = await loadUnits(nodeHost(), found.value);
    expect(loaded.value.units.map(({id}) => id)).toEqual(['com.example::b']);
  } finally {
    rmSync(directory, {recursive: true});
  }
});
