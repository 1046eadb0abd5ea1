import type {Diagnostic, DiagnosticCode} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';

/** The user asked for something that cannot be done: shown as it is, without a stack, and the exit code is 2. */
export class UsageError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({message}) => message).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/** The command line as a file, so that a message can point at the word it is about. */
export function commandLineSpan(words: readonly string[], word: string): Span {
  const text = ['assay', ...words].join(' ');
  const file = {path: 'command line', text};
  const whole = words.indexOf(word);
  // As in `--recording=FILE`.
  const index = whole === -1 ? words.findIndex((other) => other.endsWith(`=${word}`)) : whole;
  if (index === -1) return {file, start: 0, end: text.length};
  const end = ['assay', ...words.slice(0, index + 1)].join(' ').length;
  return {file, start: end - word.length, end};
}

interface UsageProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly word: string;
  readonly suggestion?: string | undefined;
  /** Where the word stands, if not on the command line. */
  readonly at?: Span | undefined;
}

export function usageError(words: readonly string[], problem: UsageProblem): UsageError {
  const {code, message, word, suggestion, at} = problem;
  const span = at ?? commandLineSpan(words, word);
  return new UsageError([{code, severity: 'error', message, span, ...(suggestion === undefined ? {} : {suggestion})}]);
}
