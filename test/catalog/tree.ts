import type {Host} from '../../src/base/host.ts';
import {type FakeFile, fakeHost} from '../helpers/fake-host.ts';

/** `\0` and `\xe9` stand for those bytes; `-> PATH` is a link, `!CODE` a file that fails, `!fifo` a named pipe. */
function fileOf(text: string): FakeFile {
  const link = /^-> (\S+)\n$/.exec(text)?.[1];
  if (link !== undefined) return {link};
  if (text === '!fifo\n') return {kind: 'fifo'};
  const error = /^!(\w+)\n$/.exec(text)?.[1];
  if (error !== undefined) return {error};
  const escaped = text.replaceAll('\\0', '\0');
  if (!escaped.includes('\\xe9')) return escaped;
  return Buffer.from(escaped.replaceAll('\\xe9', '\xe9'), 'latin1');
}

/** A machine from a text with a `=== PATH` line before the content of each file. */
export function hostOfTree(tree: string, env: Readonly<Record<string, string>> = {PROVIDERPATH: ''}): Host {
  const files: Record<string, FakeFile> = {};
  for (const [, path = '', text = ''] of tree.matchAll(/^=== (\S+)\n([\s\S]*?)(?=^=== |(?![\s\S]))/gm)) {
    files[path] = fileOf(text);
  }
  return fakeHost(files, {env});
}
