import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Command} from './measure.ts';

/** Checkbox from source, beside which ours is measured. */
export interface Peer {
  /** The folder that holds its providers. */
  readonly providers: string;
  /** `checkbox-cli` with these words, all the providers installed. */
  cli(...words: readonly string[]): Command;
  /** A program of Python that uses its packages. */
  python(script: string, ...words: readonly string[]): Command;
  /** `manage.py validate` of one provider. */
  validate(provider: string): Command;
}

const python = '/usr/bin/python3';

/** What an installation would have written of a package that is run from its source: without it no kind of unit is known. */
function writeMetadata(scratch: string, source: string): void {
  const folder = join(scratch, 'checkbox_ng-6.0.0.dist-info');
  mkdirSync(folder);
  writeFileSync(join(folder, 'METADATA'), 'Metadata-Version: 2.1\nName: checkbox-ng\nVersion: 6.0.0\n');
  const [, section = ''] = readFileSync(join(source, 'setup.cfg'), 'utf8').split('[options.entry_points]');
  const lines = section.split(/^\[/m)[0]?.split('\n') ?? [];
  const entries = lines.map((line) => (/^\S/.test(line) ? `[${line.replace(/\s*=\s*$/, '')}]` : line.trim()));
  writeFileSync(join(folder, 'entry_points.txt'), entries.join('\n'));
}

/**
 * The peer where `PEER_PROVIDERS` names the folder of its providers and `PEER_PYTHONPATH` its Python packages; undefined
 * elsewhere. `scratch` is filled with what an installation needs.
 */
export function findPeer(scratch: string): Peer | undefined {
  const {PEER_PROVIDERS: providers, PEER_PYTHONPATH: packages} = process.env;
  if (providers === undefined || packages === undefined) return undefined;
  const source = packages.split(':').find((path) => existsSync(join(path, 'setup.cfg')));
  if (source !== undefined) writeMetadata(scratch, source);
  const installed = join(scratch, 'installed');
  mkdirSync(installed);
  const env = {PYTHONPATH: `${packages}:${scratch}`, PROVIDERPATH: installed};
  for (const name of readdirSync(providers)) {
    const cwd = join(providers, name);
    if (!existsSync(join(cwd, 'manage.py'))) continue;
    spawnSync(python, ['manage.py', 'develop', '-d', installed], {cwd, env: {...process.env, ...env}, stdio: 'ignore'});
  }
  return {
    providers,
    cli: (...words) => ({argv: [python, '-m', 'checkbox_ng.launcher.checkbox_cli', ...words], env}),
    python: (script, ...words) => ({argv: [python, script, ...words], env}),
    validate: (provider) => ({argv: [python, join(provider, 'manage.py'), 'validate'], env, cwd: provider}),
  };
}
