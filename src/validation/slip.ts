/** One letter is wrong, missing, too many or swapped with its neighbour. Digits count things, so they are no slip. */
export function isOneSlip(word: string, meant: string): boolean {
  let start = 0;
  while (start < word.length && word[start] === meant[start]) start++;
  let end = 0;
  const most = Math.min(word.length, meant.length) - start;
  while (end < most && word[word.length - 1 - end] === meant[meant.length - 1 - end]) end++;
  const wrong = word.slice(start, word.length - end);
  const right = meant.slice(start, meant.length - end);
  if (word === meant || /\d/.test(wrong + right)) return false;
  return (wrong.length <= 1 && right.length <= 1) || (wrong.length === 2 && wrong === [...right].reverse().join(''));
}
