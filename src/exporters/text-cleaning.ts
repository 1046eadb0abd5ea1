const byte = {continuationMask: 0xc0, continuation: 0x80} as const;

/** Sequences that steer a terminal: CSI, OSC and its kin (which end at a newline if nothing ends them), two-character escapes. */
const terminalSequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What XML 1.0 allows besides the surrogates' range: tab, line feed, carriage return, and from U+0020 up but two. */
const illegalInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** UTF-8 with U+FFFD for what is none. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

export function stripTerminalSequences(text: string): string {
  return text.includes('\u001b') || text.includes('\u009b') ? text.replace(terminalSequences, '') : text;
}

/** C0 controls have pictures of their own in Unicode; what has none, and what turns the direction of text, becomes U+FFFD. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** For people: no terminal sequence, no control but tab and newline, nothing that reorders what is read. */
export function visibleText(text: string): string {
  return stripTerminalSequences(text)
    .replace(/\r+\n?/g, '\n')
    .replace(controls, picture)
    .replace(loneSurrogates, '\ufffd');
}

/** The same on one line: for names, reasons and attributes. */
export function singleLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim();
}

/** Every character that XML 1.0 forbids is taken out, terminal sequences whole. */
export function xmlText(text: string): string {
  return stripTerminalSequences(text).replace(illegalInXml, '').replace(loneSurrogates, '\ufffd');
}

/** Binary as `grep` sees it: a NUL in the first part. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8192).includes(0);
}

export interface Clip {
  /** Bytes kept from the start and from the end. */
  readonly head: number;
  readonly tail: number;
}

function isContinuation(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at] ?? 0) & byte.continuationMask) === byte.continuation;
}

/** The first and the last part of a long text, cut between characters, with a line that says how much is not there. */
export function decodeClipped(bytes: Uint8Array, {head, tail}: Clip): string {
  if (bytes.length <= head + tail) return decode(bytes);
  let from = head;
  while (from > 0 && isContinuation(bytes, from)) from--;
  let to = bytes.length - tail;
  while (to < bytes.length && isContinuation(bytes, to)) to++;
  const start = from === 0 ? '' : `${decode(bytes.subarray(0, from))}\n`;
  return `${start}[… ${to - from} bytes left out …]\n${decode(bytes.subarray(to))}`;
}
