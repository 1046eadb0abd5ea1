/** Escape sequences: CSI, the string kinds (titles, links) up to their end, and the short ones. */
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
/** What is left of control and direction characters. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal only shows: what a job prints, what a device is called. Tabs and newlines stay. */
export function harmless(text: string): string {
  return text.replace(sequences, '').replace(controls, '\u00b7');
}

/** A line as a terminal would leave it: what stands after the last carriage return. */
export function harmlessLine(line: string): string {
  const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
  return harmless(trimmed.slice(trimmed.lastIndexOf('\r') + 1)).replaceAll('\t', '    ');
}
