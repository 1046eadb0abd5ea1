/**
 * What a value means where it is put: text of a shell, a resource expression, part of an id, prose for people on
 * several lines, or one line of anything else.
 */
export type FieldKind = 'shell' | 'expression' | 'identifier' | 'prose' | 'line';

const kinds: ReadonlyMap<string, FieldKind> = new Map([
  ['command', 'shell'],
  ['requires', 'expression'],
  ['template-filter', 'expression'],
  ...['id', 'depends', 'after', 'before', 'salvages', 'group', 'category_id', 'template-id', 'template-resource'].map(
    (name): [string, FieldKind] => [name, 'identifier'],
  ),
  ...['description', 'purpose', 'steps', 'verification', 'template-description'].map((name): [string, FieldKind] => [
    name,
    'prose',
  ]),
]);

export function fieldKind(name: string): FieldKind {
  return kinds.get(name) ?? 'line';
}

/** Fields only people read: a value that is missing leaves a gap there, and the job can still run. */
export function isForPeople(name: string): boolean {
  return fieldKind(name) === 'prose' || name === 'summary' || name === 'template-summary';
}
