import type {Plugin} from 'rolldown';
import {parseSync, Visitor} from 'rolldown/utils';
import {bundle} from './bundle.ts';
import {partFrame} from './loader.ts';
import {plainExports} from './plain-exports.ts';
import {plainLoops} from './plain-loops.ts';

/** What commander has of Node's modules, fetched when it is called: together they are a third of the start of any command. */
const lateModules: Readonly<Record<string, string>> = {
  'node:process': 'export default process;',
  'node:child_process':
    "export default {spawn: (...all) => process.getBuiltinModule('node:child_process').spawn(...all)};",
  'node:util': `export const stripVTControlCharacters = (text) =>
    text.includes('\\u001b') ? process.getBuiltinModule('node:util').stripVTControlCharacters(text) : text;`,
};

const lateMark = '\0late:';

const startSooner: Plugin = {
  name: 'start-sooner',
  resolveId(path, importer) {
    return path in lateModules && importer?.includes('/node_modules/commander/') ? lateMark + path : undefined;
  },
  load(id) {
    return id.startsWith(lateMark) ? lateModules[id.slice(lateMark.length)] : undefined;
  },
};

/** The screens use a library that ends its loading later, as ES modules alone can: they are one of their own. */
const screens: Plugin = {
  name: 'screens',
  resolveId: (path) => (path.endsWith('/tui/open-tui.tsx') ? {id: './open-tui.mjs', external: 'absolute'} : undefined),
};

/** `$import` in place of `import`, which a part may not do itself. */
function withOwnImport(code: string): string {
  const starts: number[] = [];
  new Visitor({ImportExpression: ({start}) => starts.push(start)}).visit(parseSync('part.cjs', code).program);
  return starts.sort((a, b) => b - a).reduce((text, at) => `${text.slice(0, at)}$${text.slice(at)}`, code);
}

interface Written {
  readonly fileName: string;
  readonly code: string;
}

/** The program in parts for `partLoader`, of which `cli.cjs` starts it. */
export async function programParts(): Promise<readonly Written[]> {
  const input = {cli: 'src/cli/main.ts', program: 'src/cli/program.ts'};
  const parts = await bundle(input, {format: 'cjs', plugins: [plainLoops(), startSooner, screens, plainExports]});
  return parts.map(({fileName, code}) => ({fileName, code: partFrame.head + withOwnImport(code) + partFrame.tail}));
}
