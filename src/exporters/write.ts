import {open, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {makeDirectories} from '../session/make-directories.ts';
import type {Exporter, Submission} from './submission.ts';

export interface WriteRequest {
  readonly submission: Submission;
  /** Made where it does not exist. */
  readonly directory: string;
  readonly exporters: Iterable<Exporter>;
}

export interface WrittenReport {
  readonly exporter: string;
  readonly path: string;
}

/** `message` is a sentence for people; an older report of that name is left as it was. */
export interface FailedReport extends WrittenReport {
  readonly message: string;
}

export interface WrittenReports {
  readonly written: readonly WrittenReport[];
  readonly failed: readonly FailedReport[];
}

const causes = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['EEXIST', 'something that is no folder stands there'],
  ['EISDIR', 'a folder of that name stands there'],
  ['EIO', 'the disk reports an input/output error'],
  ['ENAMETOOLONG', 'the path is too long'],
]);

/** Why a file could not be written, with the system's own word for it. */
export function describeWriteError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const cause = code === undefined ? undefined : causes.get(code);
  return cause === undefined ? error.message : `${cause} (${code})`;
}

/** Writes everything and makes sure of it (fsync) before the file gets its name. Nothing is left behind on failure. */
async function stage(temporary: string, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  const handle = await open(temporary, 'wx', 0o644);
  try {
    for await (const part of parts) await handle.writeFile(part);
    await handle.sync();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, {force: true});
    throw error;
  }
  await handle.close();
}

async function writeReport(exporter: Exporter, {submission, directory}: WriteRequest): Promise<void> {
  const temporary = join(directory, `.${exporter.fileName}.part`);
  await rm(temporary, {force: true});
  await stage(temporary, exporter.export(submission));
  try {
    await rename(temporary, join(directory, exporter.fileName));
  } catch (error) {
    await rm(temporary, {force: true});
    throw error;
  }
}

/** One file per exporter. A format that fails does not stop the others, and nothing half-written ever bears a report's name. */
export async function writeReports(request: WriteRequest): Promise<WrittenReports> {
  const written: WrittenReport[] = [];
  const failed: FailedReport[] = [];
  for (const exporter of request.exporters) {
    const report = {exporter: exporter.name, path: join(request.directory, exporter.fileName)};
    try {
      makeDirectories(request.directory);
      await writeReport(exporter, request);
      written.push(report);
    } catch (error) {
      failed.push({...report, message: `cannot write ${report.path}: ${describeWriteError(error)}`});
    }
  }
  return {written, failed};
}
