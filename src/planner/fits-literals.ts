/** Whether a text is these literal texts with anything between them; the first begins it and the last ends it. */
export function fitsLiterals(literals: readonly string[], text: string): boolean {
  const [first = '', ...rest] = literals;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return at <= text.length - last.length;
}
