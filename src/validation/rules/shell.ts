import type {Diagnostic} from '../../base/diagnostic.ts';
import type {SourceText} from '../../base/source.ts';
import {fieldText} from '../../units/record-access.ts';
import type {Rule} from '../rule.ts';

/** What every shell refuses: something is opened and never closed, or closed and never opened. */
const certain = /^an? \S+ is not (?:closed|opened)$/;

/** Commands that no shell can read to their end. */
export const shell: Rule = function* ({written, scriptOf}): Iterable<Diagnostic> {
  const seen = new Set<SourceText>();
  for (const {job} of written) {
    const command = fieldText(job.record, 'command');
    if (command === undefined || seen.has(command)) continue;
    seen.add(command);
    const {trouble} = scriptOf(command);
    if (trouble === undefined || !certain.test(trouble)) continue;
    const message = `The shell cannot read this command: ${trouble}.`;
    yield {code: 'unit/shell-syntax', severity: 'error', message, span: command.span};
  }
};
