import {hasErrors} from '../../base/diagnostic.ts';
import type {UnitId} from '../../base/ids.ts';
import {renderDiagnostic} from '../../base/render-diagnostic.ts';
import {verbatim} from '../../base/source.ts';
import type {Program} from '../../expressions/ast.ts';
import {checkProgram} from '../../expressions/check.ts';
import {compileProgram} from '../../expressions/compile.ts';
import type {ResourceState} from '../../expressions/environment.ts';
import {explainProgram} from '../../expressions/explain.ts';
import {parseProgram, resourceNames} from '../../expressions/parse.ts';
import type {ReadResources} from '../../runners/survey.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {resourceIds} from '../expand-context.ts';
import {evaluatedResource, evaluatedToJson} from '../expressions/evaluated.ts';
import {resourcesNamed} from '../expressions/names.ts';
import {checkScope} from '../expressions/scope.ts';
import {evaluationLines} from '../expressions/tree-text.ts';
import {loadCatalog} from '../load.ts';
import type {EvalOptions, ExitCode} from '../options.ts';
import {styleOf, writeErrors, writeJson, writeLines} from '../output.ts';
import {readResources} from '../running/read-resources.ts';
import {UsageError, usageError} from '../usage-error.ts';

/**
 * Whether an expression holds on this machine or in a recording, and why. Only the resources it names are read. Exit
 * code 0 for true and for false, 4 for unknown.
 */
export async function evaluate(context: CliContext, text: string, options: EvalOptions): Promise<ExitCode> {
  const program = readProgram(context, text);
  const {set, diagnostics} = await loadCatalog(context, options);
  const {namespace, imports, recording} = options;
  const recorded =
    recording === undefined ? undefined : await readResources(context, set, {recording, wanted: () => []});
  const names = resourcesNamed(resourceNames(program), {
    known: [...resourceIds(set), ...(recorded?.keys() ?? [])],
    namespace,
    imports,
  });
  const wanted = (known: ReadResources): readonly Job[] =>
    [...new Set(names.values())].flatMap((id) => (known.has(id) ? [] : (set.jobs.get(id) ?? [])));
  const read = recorded ?? (await readResources(context, set, {recording, wanted}));
  const resources = new Map([...names.values()].map((id) => [id, read.get(id) ?? notRecorded]));
  const stateOf = (id: UnitId): ResourceState => resources.get(id) ?? notRecorded;
  const bindings = new Map([...names].map(([name, id]) => [name, stateOf(id)]));
  const tree = explainProgram(compileProgram(program), bindings);
  const findings = checkProgram(program, checkScope(set, {names, resources}));
  const named = [...names].map(([name, id]) => evaluatedResource(tree, name, id, stateOf(id)));
  const evaluated = {tree, findings, resources: named};
  for (const finding of findings) context.err.write(`${renderDiagnostic(finding, context)}\n`);
  if (options.json) writeJson(context, evaluatedToJson(evaluated));
  else writeLines(context, evaluationLines(evaluated, styleOf(context)));
  // The answer first, and then what is wrong elsewhere.
  writeErrors(context, diagnostics);
  return tree.value === 'unknown' ? 4 : 0;
}

const notRecorded: ResourceState = {state: 'unknown', reason: 'the recording does not have it'};

/** The expression as a file of its own, so that messages point into it. */
function readProgram(context: CliContext, text: string): Program {
  const source = verbatim({file: {path: 'expression', text}, start: 0, end: text.length});
  const {value, diagnostics} = parseProgram(source);
  if (hasErrors(diagnostics)) throw new UsageError(diagnostics);
  if (value.lines.length > 0) return value;
  throw usageError(context.words, {code: 'usage/no-expression', message: 'the expression is empty', word: text});
}
