/** Whether a text is these literal texts with anything between them; the first begins it and the last ends it. */
export function fitsLiterals(literals: readonly string[], text: string): boolean {
  const [first = ''] = literals;
  const lastIndex = literals.length - 1;
  if (lastIndex < 1) return text === first;
  const last = literals[lastIndex] ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (let index = 1; index < lastIndex; index++) {
    const literal = literals[index] ?? '';
    const found = text.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return at <= text.length - last.length;
}
