import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);

// What knows the widths of all letters is loaded for a text that needs it: that takes longer than most commands.
function stringWidth(text: string): number {
  const {default: widthOf}: {readonly default: (text: string) => number} = require('string-width');
  return widthOf(text);
}

function wrapHard(text: string, width: number): string {
  const {
    default: wrapAnsi,
  }: {
    readonly default: (
      text: string,
      columns: number,
      options: {readonly hard: boolean; readonly trim: boolean},
    ) => string;
  } = require('wrap-ansi');
  return wrapAnsi(text, width, {hard: true, trim: false});
}

const isPlain = /^[ -~]*$/;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  return isPlain.test(text) ? text.length : stringWidth(text);
}

/** Breaks a text into lines that fit; keeps its own line breaks and indentation. */
export function wrapLines(text: string, width: number): readonly string[] {
  const most = Math.max(8, width);
  const trimmed = text.trimEnd();
  const lines = trimmed.split('\n');
  const fits = lines.every((line) => line.length <= most && isPlain.test(line));
  return fits ? lines : wrapHard(trimmed, most).split('\n');
}

/** Cuts to a number of terminal columns, with a mark where something is missing, and fills up with spaces. */
export function fitTo(text: string, width: number): string {
  const whole = columnsOf(text);
  if (whole <= width) return text + ' '.repeat(width - whole);
  let cut = '';
  let used = 0;
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    const wide = columnsOf(segment);
    if (used + wide > width - 1) break;
    cut += segment;
    used += wide;
  }
  return `${cut}~${' '.repeat(Math.max(0, width - used - 1))}`;
}
