const mostCharacters = 60;

/** A text of somebody else's in a message: on one line and not too long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);
}
