import {type AttributeExpr, type Expr, partsOf} from '../ast.ts';
import {type Pair, pairsOf} from '../compile-value.ts';
import {occurrences} from '../names.ts';
import {type Condition, conditionOf, effectiveOperator} from './conditions.ts';
import {hasManyRecords, type Report} from './scope.ts';

function isNegative(atom: Condition): boolean {
  if (atom.type !== 'atom') return false;
  if (atom.pair === undefined) return atom.negated;
  const operator = effectiveOperator(atom.pair, atom.negated);
  return operator === '!=' || operator === 'not in';
}

const positive: ReadonlyMap<Pair['operator'], string> = new Map([
  ['!=', '=='],
  ['not in', 'in'],
  ['==', '=='],
  ['in', 'in'],
]);

function attributeOf({left, right}: Pair): AttributeExpr | undefined {
  if (left.kind === 'attribute' && right.kind !== 'attribute') return left;
  return right.kind === 'attribute' && left.kind !== 'attribute' ? right : undefined;
}

function reportDifference(atom: Condition, report: Report): void {
  if (atom.type !== 'atom' || atom.pair === undefined) return;
  const {pair, expr} = atom;
  const attribute = attributeOf(pair);
  if (attribute === undefined || !hasManyRecords(report.scope, attribute.resource)) return;
  const {name} = attribute.resource;
  const message = `this holds as soon as any one record of \`${name}\` differs, whatever the others say; what asks it of all is not known to Checkbox`;
  const suggestion = `none(${name}, ${pair.left.text} ${positive.get(pair.operator)} ${pair.right.text})`;
  report.add({code: 'expression/any-differs', severity: 'advice', message, span: expr.span, suggestion});
}

/** Within parts that must hold together, a resource of which only differences are asked. */
function checkTogether(atoms: readonly Condition[], report: Report): void {
  for (const atom of atoms) {
    if (!isNegative(atom)) continue;
    const names = new Set(occurrences(atom.expr).map(({name}) => name));
    const pinned = atoms.some(
      (other) => !isNegative(other) && occurrences(other.expr).some(({name}) => names.has(name)),
    );
    if (!pinned) reportDifference(atom, report);
  }
}

function checkDifferences(condition: Condition, report: Report): void {
  if (condition.type === 'atom') checkTogether([condition], report);
  else if (condition.type === 'and') checkTogether(condition.parts, report);
  else for (const part of condition.parts) checkDifferences(part, report);
}

function checkContainer({operator, left, right}: Pair, {add}: Report): void {
  if (operator !== 'in' && operator !== 'not in') return;
  if (right.kind !== 'literal' || right.type !== 'string') return;
  const message = `${right.text} is text, not a list: this asks whether \`${left.text}\` is a part of it`;
  const suggestion = `${left.text} ${operator} (${right.text},)`;
  add({code: 'expression/text-as-list', severity: 'warning', message, span: right.span, suggestion});
}

function checkSpelling(expr: Expr, report: Report): void {
  if (expr.kind === 'comparison') for (const pair of pairsOf(expr)) checkContainer(pair, report);
  if (expr.kind === 'literal' && expr.joined > 1) {
    const message = `these ${expr.joined} texts side by side are read as one; a comma may be missing`;
    report.add({code: 'expression/joined-text', severity: 'warning', message, span: expr.span});
  }
  for (const part of partsOf(expr)) checkSpelling(part, report);
}

/** What is legal and rarely meant: a difference over many records (R8), text used as a list, texts run together. */
export function checkTraps(expr: Expr, report: Report): void {
  checkDifferences(conditionOf(expr), report);
  checkSpelling(expr, report);
}
