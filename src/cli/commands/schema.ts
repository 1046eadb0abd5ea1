import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {counted} from '../../base/counted.ts';
import {messageOf} from '../../base/message-of.ts';
import {nearest} from '../../base/nearest.ts';
import {isOurSchema, type Schema, schemaFileName, schemas, schemaText} from '../../catalog/schema/index.ts';
import {launcherSchema} from '../../config/schema.ts';
import {probes} from '../../resources/probes/index.ts';
import {makeDirectories} from '../../session/make-directories.ts';
import type {CliContext} from '../context.ts';
import type {ExitCode, SchemaOptions} from '../options.ts';
import {writeJson} from '../output.ts';
import {usageError} from '../usage-error.ts';

const standard = 'unit-file';

/** What commands print, each with its schema in a file of `schemas/`. */
const documented = ['eval', 'expand-template', 'plan', 'plan-diff', 'session-event'];

/** Prints one schema, or writes into a folder the one that is named, or all that editors have a use for. */
export async function schema(context: CliContext, name: string | undefined, options: SchemaOptions): Promise<ExitCode> {
  const all = new Map([...schemas({probes: [...probes.keys()]}), ['launcher', launcherSchema()] as const]);
  const wanted = name === undefined ? undefined : schemaNamed(context, new Map([...all, ...documents(context)]), name);
  const directory = options.dir;
  if (directory === undefined) {
    const shown = wanted ?? schemaNamed(context, all, standard);
    context.out.write(schemaText(shown[1]));
    return 0;
  }
  const files = (wanted === undefined ? [...all] : [wanted]).map(([one, content]) => ({
    path: join(directory, schemaFileName(one)),
    text: schemaText(content),
  }));
  for (const {path} of files) refuseForeign(context, path, directory);
  try {
    makeDirectories(directory);
    for (const {path, text} of files) writeFileSync(path, text);
  } catch (error) {
    const message = messageOf(error);
    throw usageError(context.words, {code: 'usage/cannot-write', message, word: directory});
  }
  if (options.json) writeJson(context, {written: files.map(({path}) => path)});
  else context.err.write(told(files.length, directory));
  return 0;
}

/** The schemas of what commands print. */
function documents({host, home}: CliContext): ReadonlyMap<string, Schema> {
  const read = (name: string): Schema => JSON.parse(host.files.readText(join(home, 'schemas', schemaFileName(name))));
  return new Map(documented.map((name) => [name, read(name)]));
}

function told(count: number, directory: string): string {
  const path = join(directory, schemaFileName(standard));
  return `${counted(count, 'schema')} written to ${directory}\na unit file with this first line is checked by editors that know YAML, the path being seen from that file:\n# yaml-language-server: $schema=${path}\n`;
}

function schemaNamed(
  {words}: CliContext,
  all: ReadonlyMap<string, Schema>,
  name: string,
): readonly [name: string, schema: Schema] {
  const spelled = name.replaceAll(/[ _]/g, '-');
  const found = all.get(spelled);
  if (found !== undefined) return [spelled, found];
  const names = [...all.keys()];
  throw usageError(words, {
    code: 'usage/unknown-schema',
    message: `there is no schema ${name}; there are ${names.join(', ')}`,
    word: name,
    suggestion: nearest(spelled, names),
  });
}

/** A schema of ours is made anew; anything else that stands there stays. */
function refuseForeign({host, words}: CliContext, path: string, word: string): void {
  if (host.files.stat(path) === undefined || isOurSchema(host.files.readText(path))) return;
  const message = `${path} was not written by this command, and nothing of others is overwritten`;
  throw usageError(words, {code: 'usage/file-exists', message, word});
}
