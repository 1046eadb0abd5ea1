import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {configDefaults, defineConfig} from 'vitest/config';

declare module 'vitest' {
  interface ProvidedContext {
    /** Faults are injected hundreds of times rather than a few. */
    readonly thorough: boolean;
  }
}

/** How long a condition is waited for: a machine with other work takes more than the usual second. */
const patience = {poll: {timeout: 20_000}};

/** Recorded machines and published schemas stand beside the project, not in it; a clone by itself is without them. */
const shared = resolve(import.meta.dirname, '../shared');

const needShared = [
  'test/catalog/schema/published.test.ts',
  'test/exporters/json.test.ts',
  'test/planner/public/public-plans.test.ts',
  'test/resources/udev/device-records.test.ts',
];

function excluded(): readonly string[] {
  if (existsSync(shared)) return [];
  process.stderr.write(`left out, as ${shared} is not there: ${needShared.join(', ')}\n`);
  return needShared;
}

const usual = {
  include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
  exclude: [...configDefaults.exclude, ...excluded()],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect: patience,
  provide: {thorough: false},
};

/** One file after the other: several of them fill disks and memory. */
const faults = {
  include: ['test/faults/**/*.test.ts'],
  testTimeout: 900_000,
  hookTimeout: 60_000,
  fileParallelism: false,
  expect: patience,
  provide: {thorough: true},
};

/** `--mode faults` is `npm run test:faults`. */
export default defineConfig(({mode}) => ({test: mode === 'faults' ? faults : usual}));
