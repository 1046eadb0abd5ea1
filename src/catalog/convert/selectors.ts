/** A line of a test plan's list, apart. */
export interface SelectorParts {
  /** Without the quotes around it. */
  readonly pattern: string;
  /** As one entry of a list: in quotes where it would be more than one word without. */
  readonly written: string;
  readonly overrides: readonly (readonly [name: string, value: string])[];
}

const head = /^(?:"([^"]+)"|([^\s"#]+))(?=\s|$)/;
const pair = /[\s,]+([A-Za-z_-]+)[ \t]*=[ \t]*(?:"([^"]*)"|([^\s,"=#]+))/y;

/** Undefined where the line, which has no comment, is not well formed or says one thing twice. */
export function splitSelector(line: string): SelectorParts | undefined {
  const found = head.exec(line);
  const pattern = found?.[1] ?? found?.[2];
  if (found === null || pattern === undefined) return undefined;
  const overrides = new Map<string, string>();
  pair.lastIndex = found[0].length;
  let end = found[0].length;
  for (let match = pair.exec(line); match !== null; match = pair.exec(line)) {
    const [whole, name = '', quoted, bare] = match;
    if (overrides.has(name)) return undefined;
    overrides.set(name, quoted ?? bare ?? '');
    end = match.index + whole.length;
  }
  if (!/^[\s,]*$/.test(line.slice(end))) return undefined;
  return {pattern, written: /[\s"#]/.test(pattern) ? found[0] : pattern, overrides: [...overrides]};
}

/** The line of .pxu; undefined where that form cannot have it. */
export function joinSelector(pattern: string, overrides: readonly (readonly [string, string])[]): string | undefined {
  if (/["\n]/.test(pattern) || overrides.some(([name, value]) => !/^[A-Za-z_-]+$/.test(name) || /["\n]/.test(value))) {
    return undefined;
  }
  const quoted = (text: string, special: RegExp): string => (special.test(text) ? `"${text}"` : text);
  const pairs = overrides.map(([name, value]) => ` ${name}=${quoted(value, /^$|[\s,=#]/)}`);
  return quoted(pattern, /[\s#]/) + pairs.join('');
}
