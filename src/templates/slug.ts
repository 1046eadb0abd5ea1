/** Everything that separates ids, needs quoting or means something in a pattern of ids. */
const odd = /[^\p{L}\p{M}\p{N}_./:@%+=,-]+/gu;

/** Most values are: nothing in them is to be replaced. */
const plain = /^[\w./@%+=,-]*$/;

/**
 * A value in the form it has in an id: each run of other characters is one `_`, and so is `::`, which separates a
 * namespace. Letters, digits and `_./:@%+=,-` stay as they are.
 */
export function slug(value: string): string {
  if (plain.test(value)) return value;
  return value.replace(odd, '_').replace(/::+/g, '_').replace(/^:|:$/g, '_');
}
