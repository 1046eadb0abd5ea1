/** A fully qualified unit id, `namespace::partial`. Made only here. */
export type UnitId = string & {readonly __brand: 'UnitId'};

const separator = '::';

export function unitId(namespace: string, partial: string): UnitId {
  return `${namespace}${separator}${partial}` as UnitId;
}

/** Reads a reference as it stands in a file: qualified as written, or partial and then in `namespace`. */
export function qualify(reference: string, namespace: string): UnitId {
  return reference.includes(separator) ? (reference as UnitId) : unitId(namespace, reference);
}

export function isQualified(reference: string): boolean {
  return reference.includes(separator);
}

export function partialId(id: UnitId): string {
  return id.slice(id.indexOf(separator) + separator.length);
}

export function namespaceOf(id: UnitId): string {
  return id.slice(0, id.indexOf(separator));
}
