import {type Expr, partsOf} from '../ast.ts';
import {compileExpr} from '../compile.ts';
import {envFor} from '../env.ts';
import {occurrences} from '../names.ts';
import {solve} from '../solve.ts';
import {type Condition, conditionOf, type Group} from './conditions.ts';
import {type Constraints, constrain, impossible, unconstrained} from './constraints.ts';
import type {Report} from './scope.ts';

function reportNever(expr: Expr, subject: string, report: Report): void {
  const message = `this part can never be true: no one record fits all of its conditions on \`${subject}\``;
  report.add({code: 'expression/never-true', severity: 'warning', message, span: expr.span});
}

function reportAlways(expr: Expr, subject: string, report: Report): void {
  const message = `this part is always true: every \`${subject}\` fits one of its alternatives`;
  report.add({code: 'expression/always-true', severity: 'warning', message, span: expr.span});
}

function checkAnd({expr, parts}: Group, context: Constraints, report: Report): void {
  let all = context;
  for (const part of parts) all = constrain(all, part);
  const subject = impossible(all);
  if (subject !== undefined) {
    reportNever(expr, subject, report);
    return;
  }
  for (const part of parts) if (part.type === 'or') checkCondition(part, all, report);
}

function checkOr({expr, parts}: Group, context: Constraints, report: Report): void {
  let none = unconstrained;
  for (const part of parts) none = constrain(none, part, true);
  const subject = impossible(none);
  if (subject !== undefined) {
    reportAlways(expr, subject, report);
    return;
  }
  for (const part of parts) checkCondition(part, context, report);
}

function checkCondition(condition: Condition, context: Constraints, report: Report): void {
  if (condition.type === 'and') {
    checkAnd(condition, context, report);
  } else if (condition.type === 'or') {
    checkOr(condition, context, report);
  } else {
    const subject = impossible(constrain(context, condition));
    if (subject !== undefined) reportNever(condition.expr, subject, report);
  }
}

/** Conditions without a resource are the same on every machine. */
function checkConstants(expr: Expr, report: Report): void {
  if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'not') {
    for (const part of partsOf(expr)) checkConstants(part, report);
    return;
  }
  if (occurrences(expr).length > 0) return;
  const compiled = compileExpr(expr);
  const outcome = solve(compiled.plan, envFor(compiled, new Map()));
  if (typeof outcome !== 'boolean') return;
  const code = outcome ? 'expression/always-true' : 'expression/never-true';
  report.add({code, severity: 'warning', message: `this part is always ${outcome}`, span: expr.span});
}

/** Parts that contradict themselves or what stands around them (R7), parts that always hold. */
export function checkLogic(expr: Expr, report: Report): void {
  if (occurrences(expr).length === 0) return;
  checkCondition(conditionOf(expr), unconstrained, report);
  checkConstants(expr, report);
  const visit = (part: Expr): void => {
    if (part.kind === 'quantifier' && part.condition !== undefined) checkLogic(part.condition, report);
    else for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
}
