import {positionAt, type Span} from '../base/source.ts';

export function placeOf({span}: {readonly span: Span}): {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
} {
  const {file, start, end} = span;
  return {file: file.path, line: positionAt(file, start).line, endLine: positionAt(file, end).line};
}
