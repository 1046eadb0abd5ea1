import {readFileSync} from 'node:fs';
import {createRequire, enableCompileCache} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {Script} from 'node:vm';

/** What a part gives to others; CommonJS. */
type Exports = Readonly<Record<string, unknown>>;
/** In CommonJS' words; `$import` stands for `import()`, which Node lets no script do that it did not load itself. */
type PartFunction = (
  ...surroundings: [
    exports: Exports,
    require: (id: string) => unknown,
    $import: (id: string) => Promise<unknown>,
    filename: string,
    dirname: string,
  ]
) => void;

/** What a part's file is made of, around what the bundler wrote. */
export const partFrame = {
  head: '(function (exports, require, $import, __filename, __dirname) {',
  tail: '\n})',
} as const;

/** Beside each part: the code that V8 made of the functions that were called when the program was built. */
export function codeOf(part: string): string {
  return `${part}.code`;
}

function codeIn(path: string): Buffer | undefined {
  try {
    return readFileSync(codeOf(path));
  } catch {
    return undefined;
  }
}

/**
 * Loads parts of the program from a folder, each once. Node's own loader keeps no code of functions that are called
 * later, which for most commands takes longer to make than the command itself. V8 refuses the code of another version of
 * itself or of other flags, and makes it anew.
 */
export function partLoader(folder: string, onLoad?: (part: string, script: Script) => void): (part: string) => Exports {
  const loaded = new Map<string, Exports>();
  const nodeRequire = createRequire(join(folder, 'main.cjs'));
  const load = (part: string): Exports => {
    const known = loaded.get(part);
    if (known !== undefined) return known;
    const exports: Exports = {};
    loaded.set(part, exports);
    const filename = join(folder, part);
    const script = new Script(readFileSync(filename, 'utf8'), {filename, cachedData: codeIn(filename)});
    const require = (id: string): unknown => (id.startsWith('./') ? load(id.slice(2)) : nodeRequire(id));
    const $import = (id: string): Promise<unknown> => {
      if (!id.startsWith('./')) return import(id);
      enableCompileCache(join(folder, 'compiled'));
      return import(pathToFileURL(join(folder, id)).href);
    };
    const run: PartFunction = script.runInThisContext();
    run(exports, require, $import, filename, folder);
    onLoad?.(part, script);
    return exports;
  };
  return load;
}
