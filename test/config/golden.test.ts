import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {positionAt} from '../../src/base/source.ts';
import {type Configuration, readConfiguration, settingOf} from '../../src/config/configuration.ts';
import {hostOfTree} from '../catalog/tree.ts';

const folder = resolve(import.meta.dirname, '../golden/config');
const env = {HOME: '/home/u', SNAP_DATA: '/snap', EXTRA: '/extra'};

/** Every setting that counts, with where it comes from, in the order of its layer. */
function effective(configuration: Configuration): readonly string[] {
  return configuration.layers.flatMap(({kind, path, settings}) => [
    `${kind} ${path}`,
    ...settings
      .filter((setting) => settingOf(configuration, setting.section, setting.key) === setting)
      .map(({section, key, value, keySpan}) => {
        const {line} = positionAt(keySpan.file, keySpan.start);
        return `  ${line}: [${section}] ${key} = ${JSON.stringify(value)}`;
      }),
  ]);
}

describe('a launcher', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.tree')))('%s is read as it says', async (name) => {
    const tree = readFileSync(join(folder, name), 'utf8');
    const launcher = /^=== (\/l\S*)/m.exec(tree)?.[1];
    const commandLine = {path: 'command line', text: ''};
    const {value, diagnostics} = readConfiguration(hostOfTree(tree, env), {
      launcher,
      commandLine,
      workingDirectory: '/',
    });
    const text = [...effective(value), '', ...diagnostics.map((each) => renderDiagnostic(each)), ''].join('\n');
    await expect(text).toMatchFileSnapshot(join(folder, `${name}.out`));
  });
});
