import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceText} from '../base/source.ts';
import {fieldText} from '../units/record-access.ts';
import type {Template} from '../units/unit.ts';
import {type FormatPlaceholder, parseFormat} from './format.ts';
import {mark, type Place} from './shell/place.ts';
import {scan} from './shell/scan.ts';

/**
 * What an author should know of the places where values stand in a command, before any value is there. Only for the
 * format engine: the text of a Jinja command depends on the values.
 */
export function checkCommand(template: Template): readonly Diagnostic[] {
  const command: SourceText | undefined = fieldText(template.body, 'command');
  if (command === undefined || template.engine !== 'format') return [];
  const {literals, placeholders} = parseFormat(command).value;
  const places = scan(literals.join(mark));
  return placeholders.flatMap((placeholder, index) => describe(placeholder, places[index]));
}

function describe({raw, key, span, afterDollar}: FormatPlaceholder, place: Place | undefined): readonly Diagnostic[] {
  if (place === undefined || key === '__index__') return [];
  if (afterDollar && place.quoting !== 'comment') {
    const message = `this puts a value of the record behind a dollar; for the shell's own \${${raw}} write \${{${raw}}}`;
    return [{code: 'template/shell-variable', severity: 'warning', message, span, suggestion: `{{${raw}}}`}];
  }
  if (place.runs) {
    const message = `the program that runs is what the record says {${raw}} is`;
    return [{code: 'template/value-as-command', severity: 'advice', message, span}];
  }
  if (place.demand === undefined) return [];
  const message = `a value of {${raw}} other than a bare word is refused here: ${place.demand.because}`;
  return [{code: 'template/unquotable-place', severity: 'advice', message, span}];
}
