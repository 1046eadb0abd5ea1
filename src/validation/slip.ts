/** One letter is wrong, missing, too many or swapped with its neighbour. Digits count things, so they are no slip. */
export function isOneSlip(word: string, meant: string): boolean {
  const most = Math.min(word.length, meant.length);
  if (word === meant || Math.max(word.length, meant.length) - most > 1) return false;
  let start = 0;
  while (start < most && word[start] === meant[start]) start++;
  let end = 0;
  while (end < most - start && word[word.length - 1 - end] === meant[meant.length - 1 - end]) end++;
  const wrong = word.slice(start, word.length - end);
  const right = meant.slice(start, meant.length - end);
  if (/\d/.test(wrong + right)) return false;
  return (wrong.length <= 1 && right.length <= 1) || (wrong.length === 2 && wrong === [...right].reverse().join(''));
}
