import {type SourceFile, type SourceText, type Span, verbatim} from '../base/source.ts';

/** Values of one section of an INI file by key, as Python's configparser reads them; keys are in lower case. */
export function readIniSection(file: SourceFile, section: string): ReadonlyMap<string, SourceText> | undefined {
  let found: Map<string, SourceText> | undefined;
  let inside = false;
  for (const match of file.text.matchAll(/[^\n]+/g)) {
    const line = match[0].replace(/\r$/, '');
    const header = /^\s*\[([^\]]*)\]/.exec(line);
    if (header !== null) {
      inside = header[1]?.trim() === section;
      if (inside) found ??= new Map();
      continue;
    }
    const entry = /^([^#;=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (!inside || entry === null) continue;
    const value = entry[2] ?? '';
    const start = match.index + line.lastIndexOf(value, line.trimEnd().length - value.length);
    const span: Span = {file, start, end: start + value.length};
    found?.set((entry[1] ?? '').toLowerCase(), verbatim(span));
  }
  return found;
}
