import {join} from 'node:path';
import type {Diagnostic} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {providerNamed} from '../../catalog/unit-set.ts';
import type {ExporterUnit} from '../../units/unit.ts';
import type {JsonValue} from '../../units/value.ts';
import {namesInFolder} from '../programs.ts';
import {finding, type Rule, type Subject} from '../rule.ts';
import {placeOf} from '../where.ts';

function templateOf(data: JsonValue | undefined): string | undefined {
  if (typeof data !== 'object' || data === null || !('template' in data)) return undefined;
  return typeof data.template === 'string' ? data.template : undefined;
}

function* missingTemplate(unit: ExporterUnit, {set, files}: Subject): Iterable<Diagnostic> {
  const template = templateOf(unit.data);
  const provider = providerNamed(set, unit.record.origin.provider);
  if (template === undefined || provider === undefined || provider.builtIn === true || files === undefined) return;
  const folder = provider.dataDirectory;
  if (folder !== undefined && files.stat(join(folder, template)) !== undefined) return;
  yield finding({
    code: 'unit/missing-data',
    severity: 'error',
    message: `The template ${template} is not in the data folder of ${unit.record.origin.provider}.`,
    span: placeOf(unit, 'data'),
    suggestion: folder && nearest(template, namesInFolder(files, folder)),
  });
}

/** Reports whose template or file name cannot be used. */
export const exporters: Rule = function* (subject): Iterable<Diagnostic> {
  for (const unit of subject.set.exporters.values()) {
    if (!/^[\w.-]+$/.test(unit.fileExtension)) {
      const message = 'A file extension has letters, digits, dots, dashes and underscores only.';
      yield {code: 'unit/bad-value', severity: 'error', message, span: placeOf(unit, 'file_extension')};
    }
    yield* missingTemplate(unit, subject);
  }
};
