import type {Expr, Line, Program} from './ast.ts';
import type {Slots} from './env.ts';
import {toFormula} from './formula.ts';
import {type Plan, planFor} from './plan.ts';
import {scopeFor} from './quantifier.ts';

export interface CompiledExpr extends Slots {
  readonly expr: Expr;
  readonly plan: Plan;
}

export interface CompiledLine {
  readonly line: Line;
  /** Undefined where the line was refused by the parser. */
  readonly compiled: CompiledExpr | undefined;
}

export interface CompiledProgram {
  readonly program: Program;
  readonly lines: readonly CompiledLine[];
}

export function compileExpr(expr: Expr): CompiledExpr {
  const scope = scopeFor(expr);
  const free = scope.slots.size;
  const plan = planFor(toFormula(expr, scope), 2 ** free - 1);
  return {expr, plan, names: scope.names, free};
}

const knownPrograms = new WeakMap<Program, CompiledProgram>();

/** Compiles a program once; the result can be evaluated any number of times. */
export function compileProgram(program: Program): CompiledProgram {
  const known = knownPrograms.get(program);
  if (known !== undefined) return known;
  const lines = program.lines.map((line) => ({
    line,
    compiled: line.expr === undefined ? undefined : compileExpr(line.expr),
  }));
  const compiled = {program, lines};
  knownPrograms.set(program, compiled);
  return compiled;
}
