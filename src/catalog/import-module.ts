import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {endsIn} from './in-time.ts';

function tooLong(longestMs: number): Error {
  return new Error(`it did not come to an end in ${longestMs / 1000} s`);
}

/** Undefined for one that waits for something at its top level, which can only be loaded while others go on. */
function loadAtOnce(path: string): {readonly module: unknown} | undefined {
  try {
    return {module: createRequire(path)(path)};
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE') return undefined;
    throw error;
  }
}

async function loadInTurn(path: string, longestMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLong(longestMs)), longestMs);
  });
  try {
    return await Promise.race([import(pathToFileURL(path).href), patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** Loads somebody else's module, which may compute or wait for so many milliseconds. Throws what it throws. */
export async function importModule(path: string, longestMs: number): Promise<unknown> {
  const loaded = endsIn(longestMs, () => loadAtOnce(path));
  if (loaded === undefined) throw tooLong(longestMs);
  return loaded.value === undefined ? loadInTurn(path, longestMs) : loaded.value.module;
}
