import {diagnosticToJson} from '../base/render-diagnostic.ts';
import {recordToJson} from '../units/record-access.ts';
import type {Expansion, FailedInstance, FilteredRecord, Instance} from './expansion.ts';

type Json = Readonly<Record<string, unknown>>;

function instanceToJson({id, record, content, notices}: Instance): Json {
  const fields = recordToJson(content);
  return {id, record, unit: fields, ...(notices.length === 0 ? {} : {notices: notices.map(diagnosticToJson)})};
}

function filteredToJson({record, reason, line, unknown}: FilteredRecord): Json {
  return {record, reason, line, ...(unknown ? {unknown} : {})};
}

function failedToJson({record, code, message, id, key, keys, nearest, diagnostics}: FailedInstance): Json {
  return {
    record,
    code,
    message,
    ...(id === undefined ? {} : {id}),
    ...(key === undefined ? {} : {key}),
    ...(keys === undefined ? {} : {keys}),
    ...(nearest === undefined ? {} : {nearest}),
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}

/** As `expand-template --json` prints it; `unit` has the file's field names. */
export function expansionToJson(expansion: Expansion): Json {
  const {template, resource, state, reason, recordCount} = expansion;
  return {
    template,
    resource,
    state,
    ...(reason === undefined ? {} : {reason}),
    recordCount,
    instances: expansion.instances.map(instanceToJson),
    filtered: expansion.filtered.map(filteredToJson),
    failed: expansion.failed.map(failedToJson),
    collapsed: expansion.collapsed,
    notices: expansion.notices.map(diagnosticToJson),
    diagnostics: expansion.diagnostics.map(diagnosticToJson),
  };
}
