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

/** Bytes by name that outlive the process. What cannot be read or written is as if it were not there. */
export interface Shelf {
  read(name: string): Buffer | undefined;
  write(name: string, bytes: Buffer): void;
}

/** What a provider's listing depends on, and where its units stand. */
export interface Basis {
  /** Where on the shelf the provider has its listing, whatever its content is. */
  readonly name: string;
  /**
   * All that the listing depends on, byte for byte; it is kept before the listing itself. To compare it takes less than
   * to load what makes a digest.
   */
  readonly content: readonly Uint8Array[];
  readonly files: readonly (SourceFile | UnitFile)[];
}

/** Kind, partial id, index of the file, line, start and end of the id, summary. */
type Row = readonly [UnitKind, string, number, number, number, number, string];

const mostRows = 50_000;

/** FNV-1a over UTF-16 code units. Who meets another's name on the shelf finds other content, and reads anew. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Whether the listing depends on nothing but the unit files: not on modules, on what is inherited or on the machine. */
function isSelfContained({transforms, defaults, keys}: Provider): boolean {
  return transforms === undefined && defaults === undefined && keys === undefined;
}

/**
 * Undefined where the listing is not to be kept: the provider is not only its unit files, or one of them cannot be read.
 * `program` stands for the program that reads them.
 */
export function basisOf(host: Host, provider: Provider, program: string): Basis | undefined {
  if (!isSelfContained(provider)) return undefined;
  const {name, namespace, directory, builtIn} = provider;
  const shelved = `${encodeURIComponent(name).slice(0, 100)}-${shortHash(directory)}`;
  const {files, diagnostics} = unitFiles(host, provider);
  if (diagnostics.length > 0) return undefined;
  const described: unknown[] = [program, name, namespace];
  const texts: Uint8Array[] = [];
  for (const {path, shownAs, syntax, stat} of files) {
    const bytes = stat?.kind === 'file' && !isTooLarge(stat) ? bytesOf(host, path) : undefined;
    if (bytes === undefined || (syntax === 'yaml' && mentionsKeys(bytes))) return undefined;
    described.push(shownAs, syntax, bytes.length);
    texts.push(bytes);
  }
  const head = Buffer.from(`${JSON.stringify(described)}\n`);
  return {name: shelved, content: [head, ...texts], files: builtIn ? [plainboxSource()] : files};
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
function rowsOf(shelf: Shelf, {name, content}: Basis): readonly Row[] | undefined {
  const kept = shelf.read(name);
  if (kept === undefined) return undefined;
  let start = 0;
  for (const part of content) {
    const end = start + part.length;
    if (!kept.subarray(start, end).equals(part)) return undefined;
    start = end;
  }
  const rows = parsed(kept.toString('utf8', start));
  return Array.isArray(rows) && rows.every(isRow) ? rows : undefined;
}

function pathOf(file: SourceFile | UnitFile): string {
  return 'shownAs' in file ? file.shownAs : file.path;
}

/** The listing that was kept of exactly this content; undefined where none is. */
export function keptListing(
  host: Host,
  shelf: Shelf,
  {provider, basis}: {readonly provider: Provider; readonly basis: Basis},
): readonly Listing[] | undefined {
  const rows = rowsOf(shelf, basis);
  if (rows === undefined || rows.some(([, , index]) => basis.files[index] === undefined)) return undefined;
  const {name, namespace} = provider;
  const sourceOf = (index: number): SourceFile => {
    const file = basis.files[index];
    if (file !== undefined && 'text' in file) return file;
    const path = file === undefined ? '' : pathOf(file);
    return (file && readSource(host, file.path, {shownAs: path}).file) ?? {path, text: ''};
  };
  const paths = basis.files.map(pathOf);
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
export function keepListing(shelf: Shelf, {name, content, files}: Basis, units: readonly Listing[]): void {
  if (units.length > mostRows) return;
  const indexOf = new Map(files.map((file, index) => [pathOf(file), index]));
  const rows: Row[] = [];
  for (const {id, kind, file, line, summary, idSpan} of units) {
    const index = indexOf.get(file);
    const span = idSpan();
    if (index === undefined || span.file.path !== file) return;
    rows.push([kind, partialId(id), index, line, span.start, span.end, summary]);
  }
  shelf.write(name, Buffer.concat([...content, Buffer.from(JSON.stringify(rows))]));
}
