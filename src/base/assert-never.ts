/** For the end of an exhaustive switch: a case that the types rule out is our bug. */
export function assertNever(value: never): never {
  throw new Error(`Internal error: unexpected ${JSON.stringify(value)}`);
}
