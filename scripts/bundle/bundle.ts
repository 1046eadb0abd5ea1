import {resolve} from 'node:path';
import {type OutputChunk, type Plugin, rolldown} from 'rolldown';

const home = resolve(import.meta.dirname, '../..');

/** Native packages and what finds files beside itself cannot be bundled; they are loaded from node_modules. */
const external = ['better-sqlite3', 'node-pty', '@serialport/bindings-cpp', 'systeminformation', 'react-devtools-core'];

interface BundleOptions {
  /** `cjs` files end in .cjs, those of `es` in .mjs. */
  readonly format: 'cjs' | 'es';
  readonly plugins?: readonly Plugin[];
}

/** Entry points by the names that their files are to have; what several need, or one needs later, gets files of its own. */
export async function bundle(
  input: Readonly<Record<string, string>>,
  {format, plugins = []}: BundleOptions,
): Promise<readonly OutputChunk[]> {
  const suffix = format === 'cjs' ? 'cjs' : 'mjs';
  await using build = await rolldown({
    cwd: home,
    input,
    platform: 'node',
    external,
    plugins: [...plugins],
    logLevel: 'warn',
    // ink and react pick their production build by this.
    transform: {target: 'node24', define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'}},
  });
  const {output} = await build.generate({
    format,
    minify: true,
    comments: false,
    strict: true,
    entryFileNames: `[name].${suffix}`,
    chunkFileNames: `[name]-[hash].${suffix}`,
  });
  return output.filter((file) => file.type === 'chunk');
}
