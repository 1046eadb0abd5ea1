import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceFile} from '../base/source.ts';

/** What one file's parser has found. Reading stops once `isFull`, so that no input can make endless messages. */
export interface SyntaxReport {
  readonly diagnostics: Diagnostic[];
  errors: number;
  isFull: boolean;
}

export function emptyReport(): SyntaxReport {
  return {diagnostics: [], errors: 0, isFull: false};
}

const most = {errors: 100, findings: 1000};

/** Longest value and longest list of fields that are read. The kernel takes no argument over 128 KiB. */
export const limits = {valueLength: 1_048_576, nameLength: 100, fields: 1000} as const;

export function report(to: SyntaxReport, diagnostic: Diagnostic): void {
  if (to.isFull) return;
  to.diagnostics.push(diagnostic);
  if (diagnostic.severity === 'error') to.errors++;
  if (to.errors < most.errors && to.diagnostics.length < most.findings) return;
  to.isFull = true;
  to.diagnostics.push({
    code: 'syntax/too-many-errors',
    severity: 'error',
    message: 'This file has too many mistakes; the rest of it is not read.',
    span: diagnostic.span,
  });
}

/** A part of the file as it can stand in a message: short, and on one line. */
export function quoted(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `"${shown.replace(/\s+/g, ' ')}"`;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}

type Bad = Pick<Diagnostic, 'code' | 'severity'> & {
  readonly character: string;
  readonly message: (count: string) => string;
};

const badCharacters: readonly Bad[] = [
  {
    character: '\0',
    code: 'syntax/nul-byte',
    severity: 'error',
    message: (times) => `This file holds a NUL byte ${times}; it may be no text at all.`,
  },
  {
    character: '\ufffd',
    code: 'syntax/invalid-utf8',
    severity: 'warning',
    message: (times) => `This file holds what is no valid UTF-8 ${times}.`,
  },
  {
    // Stands for placeholders where templates are checked.
    character: '\ufdd0',
    code: 'syntax/noncharacter',
    severity: 'error',
    message: (times) => `This file holds U+FDD0 ${times}, which Unicode keeps for programs: no text has it.`,
  },
];

/** What does not belong in a text: one diagnostic for all of a kind, at the first. */
export function reportBadCharacters(to: SyntaxReport, file: SourceFile): void {
  for (const {character, message, ...problem} of badCharacters) {
    const start = file.text.indexOf(character);
    if (start === -1) continue;
    const times = count(file.text, character);
    const words = times === 1 ? 'once' : `${times} times`;
    report(to, {...problem, message: message(words), span: {file, start, end: start + 1}});
  }
}
