import {type Expr, partsOf} from '../ast.ts';
import {occurrences} from '../names.ts';
import {hasManyRecords, type Report} from './scope.ts';

const theirFunctions: ReadonlySet<string> = new Set(['int', 'float', 'bool', 'len']);

function anyPart(expr: Expr, test: (part: Expr) => boolean): boolean {
  return test(expr) || partsOf(expr).some((part) => anyPart(part, test));
}

/** Checkbox refuses these, so there is no other answer to warn of. */
function isOurs(part: Expr): boolean {
  if (part.kind === 'not' || part.kind === 'sign' || part.kind === 'quantifier') return true;
  return part.kind === 'call' && !theirFunctions.has(part.function);
}

/** Without a parenthesis in the line, Checkbox splits it at its last ` or `, then ` and `, wherever they stand. */
function checkSplitText(expr: Expr, {add}: Report): boolean {
  const split = (part: Expr): boolean =>
    part.kind === 'literal' && part.type === 'string' && / (?:and|or) /.test(part.text);
  if (!anyPart(expr, split)) return false;
  const message =
    'Checkbox cuts this line in two inside the quoted text and fails; parentheses around the line keep it whole';
  add({code: 'expression/peer-differs', severity: 'warning', message, span: expr.span});
  return true;
}

/** Checkbox then looks for a record for each side, which need not be the same one. */
function checkSharedNames(expr: Expr, report: Report): void {
  if (expr.kind === 'and') {
    const seen = new Set<string>();
    for (const operand of expr.operands) {
      for (const use of new Set(occurrences(operand).map(({name}) => name))) {
        if (seen.has(use) && hasManyRecords(report.scope, {name: use, span: expr.span})) {
          const message = `Checkbox lets each part hold for another record of \`${use}\`; here one record has to satisfy both`;
          report.add({code: 'expression/peer-differs', severity: 'advice', message, span: expr.span});
          return;
        }
        seen.add(use);
      }
    }
  }
  for (const part of partsOf(expr)) checkSharedNames(part, report);
}

/** Checkbox does not look for resources inside calls. */
function checkHiddenNames(expr: Expr, {add}: Report): void {
  const visible = new Set<string>();
  const visit = (part: Expr): void => {
    if (part.kind === 'call') return;
    if (part.kind === 'attribute') visible.add(part.resource.name);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
  const hidden = occurrences(expr).find(({name}) => !visible.has(name));
  if (hidden === undefined) return;
  const message = `Checkbox does not see \`${hidden.name}\` inside a call and takes this line for ${visible.size === 0 ? 'invalid' : 'unmet'}`;
  add({code: 'expression/peer-differs', severity: 'advice', message, span: hidden.span});
}

/** Places where Checkbox's own evaluator answers otherwise than its documentation, and so than we do (R1, R2). */
export function checkPeer(expr: Expr, report: Report): void {
  if (anyPart(expr, isOurs)) return;
  checkHiddenNames(expr, report);
  if (report.line.includes('(')) return;
  if (!checkSplitText(expr, report)) checkSharedNames(expr, report);
}
