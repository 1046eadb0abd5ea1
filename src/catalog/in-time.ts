import {runInNewContext} from 'node:vm';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceText} from '../base/source.ts';
import {titleOf} from '../transforms/edit.ts';
import type {UnitRecord} from '../units/record.ts';

/** Where code of a provider is, should it not come back. */
export interface Progress {
  /** Milliseconds that it may take for as many units as are taken at once. */
  readonly longestMs: number;
  module: SourceText | undefined;
  record: UnitRecord | undefined;
}

type InTime<T> = {readonly value: T} | {readonly tooLong: Diagnostic};

function tooLong({longestMs, module, record}: Progress): Diagnostic | undefined {
  const span = record?.span ?? module?.span;
  if (module === undefined || span === undefined) return undefined;
  const unit = record === undefined ? '' : `, ${titleOf(record)}`;
  const message = `Layer ${module.text}${unit}: the transform did not come to an end in ${longestMs / 1000} s; the provider's other units are left out.`;
  return {code: 'transform/too-long', severity: 'error', message, span};
}

/** It is an Error of the context that was timed, not of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

/** Undefined where it takes more milliseconds. What ran too long is in no state to be used again. */
export function endsIn<T>(longestMs: number, run: () => T): {readonly value: T} | undefined {
  try {
    const ended: {readonly value: T} = runInNewContext('run()', {run: () => ({value: run()})}, {timeout: longestMs});
    return ended;
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
}

export function inTime<T>(progress: Progress, run: () => T): InTime<T> {
  const ended = endsIn(progress.longestMs, run);
  if (ended !== undefined) return ended;
  const diagnostic = tooLong(progress);
  if (diagnostic === undefined) throw new Error('our own code ran too long');
  return {tooLong: diagnostic};
}
