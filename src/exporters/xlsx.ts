import writeExcelFile, {type CellObject, type Sheet} from 'write-excel-file/node';
import {partialId} from '../base/ids.ts';

import {assess, verdictLabels} from './assess.ts';
import {factsOf} from './facts.ts';
import {commentsOf, durationOf, faultLabels, labelOf, lastFinished, reasonOf} from './outcome.ts';
import type {ResourceRecord} from './record-text.ts';
import type {Submission, SubmissionResult} from './submission.ts';
import {xmlText} from './text-cleaning.ts';

/** What a cell can hold. */
const longest = 32_767;
/** What a sheet can hold. */
const mostRows = 1_048_576;

type Cells = readonly CellObject[];

/** Always text: what a device is called is no formula. */
function text(value: string | undefined): CellObject {
  return value === undefined
    ? {}
    : {value: xmlText(value).slice(0, longest), type: String, wrap: true, alignVertical: 'top'};
}

function head(...labels: readonly string[]): Cells {
  return labels.map((value) => ({value, type: String, fontWeight: 'bold'}));
}

function sheetOf(sheet: string, widths: readonly number[], rows: readonly Cells[]): Sheet<never> {
  return {
    sheet,
    data: rows.slice(0, mostRows).map((row) => [...row]),
    columns: widths.map((width) => ({width})),
    stickyRowsCount: 1,
  };
}

function resultRow(result: SubmissionResult): Cells {
  const {job, attempts} = result;
  const fault = lastFinished(result)?.fault;
  return [
    text(labelOf(result)),
    text(partialId(job.id)),
    text(job.summary),
    text(job.categoryName),
    text(job.certificationStatus),
    {value: durationOf(result) / 1000, type: Number, format: '0.000', alignVertical: 'top'},
    {value: attempts.length, type: Number, alignVertical: 'top'},
    text(reasonOf(result)),
    text(fault === undefined ? undefined : faultLabels[fault]),
    text(commentsOf(result)),
  ];
}

function recordRows(resource: string, record: ResourceRecord, index: number): readonly Cells[] {
  return Object.entries(record).map(([key, value]) => [
    text(resource),
    {value: index + 1, type: Number, alignVertical: 'top'},
    text(key),
    text(Array.isArray(value) ? value.join('\n') : String(value)),
  ]);
}

function resourceRows({resources}: Submission): readonly Cells[] {
  return [...resources].flatMap(([id, resource]) =>
    resource.state === 'known'
      ? resource.records.flatMap((record, index) => recordRows(partialId(id), record, index))
      : [[text(partialId(id)), {}, text('unknown'), text(resource.reason)]],
  );
}

/** A workbook: the session, every result, every record of the machine. */
export async function* exportXlsx(submission: Submission): AsyncGenerator<Uint8Array> {
  const {verdict, sentence} = assess(submission);
  const facts = factsOf(submission).map(([label, value]): Cells => [text(label), text(value)]);
  const results = submission.results.map(resultRow);
  const summary = [head('Session', submission.title), [text(verdictLabels[verdict]), text(sentence)], ...facts];
  const columns = head(
    'Result',
    'Job',
    'Summary',
    'Category',
    'Certification',
    'Seconds',
    'Attempts',
    'Reason',
    'Fault',
    'Comments',
  );
  yield await writeExcelFile([
    sheetOf('Session', [22, 90], summary),
    sheetOf('Results', [20, 40, 50, 24, 18, 10, 10, 50, 14, 40], [columns, ...results]),
    sheetOf('Machine', [30, 10, 30, 70], [head('Resource', 'Record', 'Key', 'Value'), ...resourceRows(submission)]),
  ]).toBuffer();
}
