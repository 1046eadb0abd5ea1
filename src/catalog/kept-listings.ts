import {createHash} from 'node:crypto';
import type {Host} from '../base/host.ts';
import {partialId, unitId} from '../base/ids.ts';
import type {SourceFile} from '../base/source.ts';
import {isUnitKind} from '../units/fields/index.ts';
import type {UnitKind} from '../units/unit.ts';
import {plainboxSource} from './built-in/plainbox.ts';
import type {Listing} from './listing.ts';
import {isTooLarge, readSource} from './read-source.ts';
import {type UnitFile, unitFiles} from './unit-files.ts';
import type {Provider} from './unit-set.ts';

/** Texts by name that outlive the process. What cannot be read or written is as if it were not there. */
export interface Shelf {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** What a provider's listing depends on, and where its units stand. */
export interface Fingerprint {
  readonly key: string;
  /** Where on the shelf the provider has its listing, whatever its content is. */
  readonly name: string;
  readonly files: readonly (SourceFile | UnitFile)[];
}

/** Kind, partial id, index of the file, line, start and end of the id, summary. */
type Row = readonly [UnitKind, string, number, number, number, number, string];

const mostRows = 50_000;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whether the listing depends on nothing but the unit files: not on modules, on what is inherited or on the machine. */
function isSelfContained({transforms, defaults, keys}: Provider): boolean {
  return transforms === undefined && defaults === undefined && keys === undefined;
}

/**
 * Undefined where the listing is not to be kept: the provider is not only its unit files, or one of them cannot be read.
 * `program` stands for the program that reads them.
 */
export function fingerprint(host: Host, provider: Provider, program: string): Fingerprint | undefined {
  if (!isSelfContained(provider)) return undefined;
  const {name, namespace, directory, builtIn} = provider;
  const head = JSON.stringify([program, name, namespace]);
  const shelved = sha256(JSON.stringify([name, directory]));
  if (builtIn) return {key: sha256(head), name: shelved, files: [plainboxSource()]};
  const {files, diagnostics} = unitFiles(host, provider);
  if (diagnostics.length > 0) return undefined;
  const hash = createHash('sha256').update(head);
  for (const {path, shownAs, syntax, stat} of files) {
    const bytes = stat?.kind === 'file' && !isTooLarge(stat) ? bytesOf(host, path) : undefined;
    if (bytes === undefined || (syntax === 'yaml' && mentionsKeys(bytes))) return undefined;
    hash.update(`\n${JSON.stringify([shownAs, syntax, bytes.length])}\n`).update(bytes);
  }
  return {key: hash.digest('hex'), name: shelved, files};
}

/** A keyed-by value may depend on the machine. */
function mentionsKeys({buffer, byteOffset, length}: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, length).includes('by-');
}

function bytesOf(host: Host, path: string): Uint8Array | undefined {
  try {
    return host.files.readBytes(path);
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  if (!Array.isArray(value)) return false;
  const [kind, id, file, line, start, end, summary] = value;
  if (typeof kind !== 'string' || !isUnitKind(kind)) return false;
  return typeof id === 'string' && typeof summary === 'string' && [file, line, start, end].every(Number.isInteger);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The rows that were kept of exactly this content. */
function rowsOf(shelf: Shelf, {name, key}: Fingerprint): readonly Row[] | undefined {
  const text = shelf.read(name);
  // The key stands on a line before the rows, so that those of another content are not read.
  if (text === undefined || !text.startsWith(`${key}\n`)) return undefined;
  const rows = parsed(text.slice(key.length + 1));
  return Array.isArray(rows) && rows.every(isRow) ? rows : undefined;
}

function pathOf(file: SourceFile | UnitFile): string {
  return 'shownAs' in file ? file.shownAs : file.path;
}

/** The listing that was kept of exactly this content; undefined where none is. */
export function keptListing(
  host: Host,
  shelf: Shelf,
  {provider, print}: {readonly provider: Provider; readonly print: Fingerprint},
): readonly Listing[] | undefined {
  const rows = rowsOf(shelf, print);
  if (rows === undefined || rows.some(([, , index]) => print.files[index] === undefined)) return undefined;
  const {name, namespace} = provider;
  const sourceOf = (index: number): SourceFile => {
    const file = print.files[index];
    if (file !== undefined && 'text' in file) return file;
    const path = file === undefined ? '' : pathOf(file);
    return (file && readSource(host, file.path, {shownAs: path}).file) ?? {path, text: ''};
  };
  const paths = print.files.map(pathOf);
  return rows.map(([kind, id, index, line, start, end, summary]) => ({
    id: unitId(namespace, id),
    kind,
    provider: name,
    summary,
    file: paths[index] ?? '',
    line,
    idSpan: () => ({file: sourceOf(index), start, end}),
  }));
}

/** Keeps the listing of a provider in which nothing is wrong. */
export function keepListing(shelf: Shelf, {key, name, files}: Fingerprint, units: readonly Listing[]): void {
  if (units.length > mostRows) return;
  const indexOf = new Map(files.map((file, index) => [pathOf(file), index]));
  const rows: Row[] = [];
  for (const {id, kind, file, line, summary, idSpan} of units) {
    const index = indexOf.get(file);
    const span = idSpan();
    if (index === undefined || span.file.path !== file) return;
    rows.push([kind, partialId(id), index, line, span.start, span.end, summary]);
  }
  shelf.write(name, `${key}\n${JSON.stringify(rows)}`);
}
