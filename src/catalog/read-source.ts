import type {Diagnostic, DiagnosticCode} from '../base/diagnostic.ts';
import type {FileStat, Host} from '../base/host.ts';
import type {SourceFile, Span} from '../base/source.ts';

const mebibyte = 1024 * 1024;

/**
 * Bytes; a unit file or a provider's description larger than this is not read, so that no one file takes minutes
 * and gigabytes. The largest public unit file has 124 KB; 100,000 short jobs have 8 MB.
 */
const maxBytes = 16 * mebibyte;

export function isTooLarge({size}: Pick<FileStat, 'size'>): boolean {
  return size > maxBytes;
}

export function tooLarge(path: string, {size}: Pick<FileStat, 'size'>): Diagnostic {
  const message = `This file has ${inMebibytes(size)} MiB: one may have ${inMebibytes(maxBytes)} MiB, so split it into several.`;
  return {code: 'catalog/too-large', severity: 'error', message, span: placeOf(path)};
}

function inMebibytes(bytes: number): string {
  return (Math.ceil((bytes / mebibyte) * 10) / 10).toString();
}

/** For messages about a file or folder as a whole. */
export function placeOf(path: string): Span {
  return {file: {path, text: ''}, start: 0, end: 0};
}

export function startOf(file: SourceFile): Span {
  return {file, start: 0, end: 0};
}

export interface ReadSource {
  /** Undefined where the file is not there to be read as text. */
  readonly file: SourceFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function refused(span: Span, code: DiagnosticCode, message: string): ReadSource {
  return {file: undefined, diagnostics: [{code, severity: 'error', message, span}]};
}

export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : String(error);
}

/** Reads a text file for people to be told about as `shownAs`; never throws for what is wrong with the file. */
export function readSource(
  host: Host,
  path: string,
  {shownAs, stat = host.files.stat(path)}: {readonly shownAs: string; readonly stat?: FileStat | undefined},
): ReadSource {
  const place = placeOf(shownAs);
  if (stat !== undefined && stat.kind !== 'file') {
    return refused(place, 'catalog/not-a-file', `This is a ${stat.kind}, not a file.`);
  }
  if (stat !== undefined && isTooLarge(stat)) {
    return {file: undefined, diagnostics: [tooLarge(shownAs, stat)]};
  }
  let text: string;
  try {
    text = host.files.readText(path);
  } catch (error) {
    return refused(place, 'catalog/unreadable', `The file cannot be read: ${errorCode(error)}.`);
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    const file = {path: shownAs, text: text.slice(0, nul)};
    return refused({file, start: nul, end: nul}, 'catalog/binary', 'A NUL byte stands here: this is no text file.');
  }
  return {file: {path: shownAs, text}, diagnostics: []};
}
