import {nearest} from '../../base/nearest.ts';
import {type AttributeExpr, type Expr, partsOf, type ResourceName} from '../ast.ts';
import {occurrences} from '../names.ts';
import type {Report} from './scope.ts';

const longestCorrected = 80;

function correct(word: string, candidates: Iterable<string>): string | undefined {
  return word.length > longestCorrected ? undefined : nearest(word, candidates);
}

function checkResource({name, span}: ResourceName, {scope, add}: Report): void {
  if (scope.resources.has(name)) return;
  const suggestion = correct(name, scope.resources.keys());
  const message = `there is no resource \`${name}\``;
  add({code: 'expression/unknown-resource', severity: 'error', message, span, suggestion});
}

function checkKey({resource, key, keySpan}: AttributeExpr, {scope, add}: Report): void {
  const known = scope.resources.get(resource.name);
  if (known === undefined || (known.keys === undefined && known.observed === undefined)) return;
  if (known.keys?.has(key) || known.observed?.has(key)) return;
  const suggestion = correct(key, [...(known.keys?.keys() ?? []), ...(known.observed ?? [])]);
  const severity = known.keys === undefined ? 'warning' : 'error';
  const where = known.keys === undefined ? 'in no record that was seen' : 'not declared';
  const message = `\`${key}\` is ${where} of \`${resource.name}\``;
  add({code: 'expression/unknown-key', severity, message, span: keySpan, suggestion});
}

/** Resources that do not exist, keys that their resource does not have, lines that name no resource. */
export function checkNames(expr: Expr, report: Report): void {
  const names = occurrences(expr);
  if (names.length === 0) {
    const message = 'this line names no resource, so it says nothing about the machine';
    report.add({code: 'expression/no-resource', severity: 'error', message, span: expr.span});
  }
  for (const name of names) checkResource(name, report);
  const visit = (part: Expr): void => {
    if (part.kind === 'attribute') checkKey(part, report);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
}
