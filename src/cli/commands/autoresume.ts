import {closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {messageOf} from '../../base/message-of.ts';
import {currentIdentity} from '../../runners/process/become-user.ts';
import {makeDirectories} from '../../session/make-directories.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import type {AutoresumeOptions, ExitCode} from '../options.ts';
import {writeJson, writeLines} from '../output.ts';
import {autoresumeUnit, unitDirectory, unitName, wantedBy} from '../running/autoresume-unit.ts';
import {usageError} from '../usage-error.ts';

interface Places {
  readonly unit: string;
  readonly link: string;
}

function placesIn(root: string): Places {
  const directory = join(root, unitDirectory);
  return {unit: join(directory, unitName), link: join(directory, wantedBy, unitName)};
}

/** Runs `change`; what the file system refuses is said without a stack. */
function changing(context: CliContext, {unit}: Places, change: () => void): void {
  try {
    change();
  } catch (error) {
    const message = `cannot change ${unit}: ${messageOf(error)}`;
    throw usageError(context.words, {code: 'usage/cannot-write', message, word: 'autoresume'});
  }
}

/** A file system may lose a new name to a restart that comes soon, and what is installed here is for restarts. */
function keepEntry(path: string): void {
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** systemd reads its units anew where it runs on the root that was changed. */
async function reload({host}: CliContext, root: string): Promise<void> {
  if (root === '/') await host.run(['systemctl', 'daemon-reload'], {timeoutMs: 30_000});
}

export async function enableAutoresume(context: CliContext, {root}: AutoresumeOptions): Promise<ExitCode> {
  const places = placesIn(root);
  const text = autoresumeUnit({
    command: join(context.home, 'assay'),
    stateDirectory: resolve(stateDirectory(context)),
    user: currentIdentity().name,
  });
  changing(context, places, () => {
    makeDirectories(dirname(places.link));
    writeFileSync(places.unit, text, {flush: true});
    rmSync(places.link, {force: true});
    symlinkSync(join('..', unitName), places.link);
    for (const path of [places.unit, places.link]) keepEntry(path);
  });
  await reload(context, root);
  writeLines(context, [`enabled: ${places.unit} goes on with unfinished sessions after boot`]);
  return 0;
}

export async function disableAutoresume(context: CliContext, {root}: AutoresumeOptions): Promise<ExitCode> {
  const places = placesIn(root);
  changing(context, places, () => {
    rmSync(places.link, {force: true});
    rmSync(places.unit, {force: true});
  });
  await reload(context, root);
  writeLines(context, ['disabled: nothing goes on with sessions after boot']);
  return 0;
}

export function autoresumeStatus(context: CliContext, {root, json}: AutoresumeOptions): ExitCode {
  const {unit, link} = placesIn(root);
  const enabled = existsSync(unit) && existsSync(link);
  const command = enabled ? /^ExecStart=(.*)$/m.exec(readFileSync(unit, 'utf8'))?.[1] : undefined;
  if (json) writeJson(context, {enabled, ...(enabled ? {unit, command} : {})});
  else writeLines(context, enabled ? [`enabled: ${unit}`, `  ${command ?? 'it starts nothing'}`] : ['disabled']);
  return 0;
}
