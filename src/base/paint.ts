export interface Paint {
  readonly colour: boolean;
}

/** Text in a style as terminals number them (SGR of ECMA-48), such as `1` or `1;31`, where colours are wanted. */
export function paint(text: string, code: string, {colour}: Paint): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
