import type {Diagnostic} from '../base/diagnostic.ts';
import type {Program} from './ast.ts';
import {checkLogic} from './check/logic.ts';
import {checkNames} from './check/names.ts';
import {checkPeer} from './check/peer.ts';
import type {CheckScope, Finding, Rule} from './check/scope.ts';
import {checkTraps} from './check/traps.ts';
import {checkTypes} from './check/types.ts';

export type {CheckScope, KeyType, ResourceScope} from './check/scope.ts';

const rules: readonly Rule[] = [checkNames, checkTypes, checkLogic, checkTraps, checkPeer];

/** What can be said of a program before any resource has run. Lines that the parser refused are passed over. */
export function checkProgram(program: Program, scope: CheckScope): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const add = ({suggestion, ...finding}: Finding): void => {
    diagnostics.push(suggestion === undefined ? finding : {...finding, suggestion});
  };
  for (const {expr, text} of program.lines) {
    if (expr !== undefined) for (const rule of rules) rule(expr, {line: text.text, scope, add});
  }
  return diagnostics;
}
