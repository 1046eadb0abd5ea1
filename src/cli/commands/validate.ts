import {counted} from '../../base/counted.ts';
import type {Diagnostic, Severity} from '../../base/diagnostic.ts';
import {diagnosticToJson, renderDiagnostic} from '../../base/render-diagnostic.ts';
import {isBuiltIn} from '../../catalog/unit-set.ts';
import {validate as findings} from '../../validation/validate.ts';
import type {CliContext} from '../context.ts';
import {loadWhole} from '../load.ts';
import type {ExitCode, ValidateOptions} from '../options.ts';
import {styleOf, writeJson, writeLines} from '../output.ts';

/** Findings are what this command is asked for, so they go to standard output. */
export async function validate(
  context: CliContext,
  directories: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const {set, diagnostics, unmade} = await loadWhole(context, {
    ...options,
    provider: [...options.provider, ...directories],
  });
  const found = findings(set, diagnostics, {host: context.host, unmade});
  const counts = {error: count(found, 'error'), warning: count(found, 'warning'), advice: count(found, 'advice')};
  if (options.json) writeJson(context, {diagnostics: found.map(diagnosticToJson), counts});
  else {
    const {colour} = styleOf(context);
    const shown = found.map((diagnostic) => renderDiagnostic(diagnostic, {colour}));
    const own = set.units.filter((unit) => !isBuiltIn(set.providers, unit.record.origin.provider));
    const summary = `${counted(own.length, 'unit')}: ${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counts.advice} advice`;
    writeLines(context, [...shown, summary]);
  }
  return counts.error > 0 || (options.strict === true && counts.warning > 0) ? 2 : 0;
}

function count(diagnostics: readonly Diagnostic[], severity: Severity): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}
