/** Finds names that mean the same though they are written differently. Pure functions, no DOM. */

/** A name's words in lower case: `orderCompleted`, `order_completed` and `Order Completed` are one. */
export const wordsOf = (name) => name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const sortedWords = (name) => wordsOf(name).sort().join(' ');

/** Whether two names have the same words, in whatever order. */
export const isSameName = (one, other) => sortedWords(one) === sortedWords(other);

/** The name among `names` that was probably meant, or null: of the same words, or a few letters away. */
export function nearestName(name, names) {
  const same = names.find((other) => isSameName(name, other));
  if (same) return same;
  const plain = wordsOf(name).join(' ');
  const near = names.map((other) => ({ other, distance: distance(plain, wordsOf(other).join(' ')) }))
    .sort((one, other) => one.distance - other.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(plain.length / 5)) ? near.other : null;
}

/** Levenshtein's distance. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
}
