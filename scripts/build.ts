import {renameSync, rmSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {build, type Plugin} from 'esbuild';
import {buildLauncher} from './build-launcher.ts';

const home = resolve(import.meta.dirname, '..');
const output = join(home, 'dist');
const fresh = join(home, 'dist.new');

/** Native packages and what finds files beside itself cannot be bundled; they are loaded from node_modules. */
const external = ['better-sqlite3', 'node-pty', '@serialport/bindings-cpp', 'systeminformation', 'react-devtools-core'];

/** What commander has of Node's modules, fetched when it is called: together they are a third of the start of any command. */
const lateModules: Readonly<Record<string, string>> = {
  'node:process': 'export default process;',
  'node:child_process':
    "export default {spawn: (...all) => process.getBuiltinModule('node:child_process').spawn(...all)};",
  'node:util': `export const stripVTControlCharacters = (text) =>
    text.includes('\\u001b') ? process.getBuiltinModule('node:util').stripVTControlCharacters(text) : text;`,
};

/** As an ES module it would have all of its parts made, those for streams and promises too, for whoever imports one. */
const files = "module.exports = process.getBuiltinModule('node:fs');";

const startSooner: Plugin = {
  name: 'start-sooner',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:/}, ({path, importer}) =>
      path in lateModules && importer.includes('/node_modules/commander/') ? {path, namespace: 'late'} : undefined,
    );
    onLoad({filter: /./, namespace: 'late'}, ({path}) => ({contents: lateModules[path] ?? ''}));
    onResolve({filter: /^(?:node:)?fs$/}, () => ({path: 'fs', namespace: 'whole'}));
    onLoad({filter: /./, namespace: 'whole'}, () => ({contents: files}));
  },
};

rmSync(fresh, {recursive: true, force: true});
await build({
  absWorkingDir: home,
  entryPoints: {main: 'src/cli/main.ts'},
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  external,
  plugins: [startSooner],
  // ink and react pick their production build by this.
  define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
  // Bundled CommonJS packages call require for Node's own modules.
  banner: {
    js: "import {createRequire as assayRequire} from 'node:module';const require=assayRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
buildLauncher(join(fresh, 'launch'));
rmSync(output, {recursive: true, force: true});
renameSync(fresh, output);
