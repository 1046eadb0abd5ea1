import type {Diagnostic, Severity} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {spanWithin} from '../../base/source.ts';
import {fieldText} from '../../units/record-access.ts';
import type {Job} from '../../units/unit.ts';
import {wordsOf} from '../../units/words.ts';
import {hasGap} from '../gaps.ts';
import {finding, type Rule} from '../rule.ts';

/** What Checkbox's first versions called things, and what they are called since. */
const oldVariables: ReadonlyMap<string, string> = new Map([
  ['CHECKBOX_SHARE', 'PLAINBOX_PROVIDER_DATA'],
  ['CHECKBOX_DATA', 'PLAINBOX_SESSION_SHARE'],
]);

function* oldNames({record}: Job): Iterable<Diagnostic> {
  const command = fieldText(record, 'command');
  if (!command?.text.includes('CHECKBOX_')) return;
  for (const {0: name, index} of command.text.matchAll(/\bCHECKBOX_(?:SHARE|DATA)\b/g)) {
    const suggestion = oldVariables.get(name);
    const span = spanWithin(command, index, index + name.length);
    const message = `${name} is the old name of ${suggestion}.`;
    yield finding({code: 'unit/old-variable', severity: 'advice', message, span, suggestion});
  }
}

/** Fields about running a command say nothing where there is none, and a manual job's is never run. */
function* useless({record, plugin}: Job): Iterable<Diagnostic> {
  const command = record.fields.get('command');
  const say = (name: string, message: string, severity: Severity = 'warning'): Diagnostic[] => {
    const span = record.fields.get(name)?.nameSpan;
    return span === undefined ? [] : [{code: 'unit/useless-field', severity, message, span}];
  };
  if (command !== undefined) {
    if (plugin === 'manual') yield* say('command', 'The command of a manual job is never run.');
  } else if (!record.fields.has('probe')) {
    yield* say('user', 'The field "user" says nothing without a command.');
    yield* say('environ', 'The field "environ" says nothing without a command.');
    yield* say('shell', 'The field "shell" says nothing without a command.', 'advice');
  }
}

function* otherUser({record}: Job): Iterable<Diagnostic> {
  const user = fieldText(record, 'user');
  if (user === undefined || user.text === 'root' || hasGap(user.text)) return;
  const message = 'Checkbox knows no user but root here; any other must exist on every device.';
  yield finding({
    code: 'unit/other-user',
    severity: 'warning',
    message,
    span: user.span,
    suggestion: nearest(user.text, ['root']),
  });
}

function* badVariables({record}: Job): Iterable<Diagnostic> {
  const text = fieldText(record, 'environ');
  for (const word of text === undefined ? [] : wordsOf(text)) {
    if (/^[A-Za-z_]\w*$/.test(word.text) || hasGap(word.text)) continue;
    const message = 'The field "environ" lists names of variables, and this is none.';
    yield {code: 'unit/bad-variable', severity: 'warning', message, span: word.span};
  }
}

/** What jobs say about the command they run, and need not or should not. */
export const commands: Rule = function* ({written}): Iterable<Diagnostic> {
  for (const {job} of written) {
    yield* oldNames(job);
    yield* useless(job);
    if (job.user !== undefined) yield* otherUser(job);
    if (job.environ.length > 0) yield* badVariables(job);
  }
};
