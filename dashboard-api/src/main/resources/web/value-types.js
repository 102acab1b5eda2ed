/** Text in a field and the typed values of conditions: 3 is not "3". */

export const TYPES = ['text', 'number', 'boolean'];

export const typeOf = (value) => ({ number: 'number', boolean: 'boolean' }[typeof value] ?? 'text');

const NUMBER = /^\s*-?\d+(?:[.,]\d+)?\s*$/;

/** What a text most likely means: as the property's values are or, where those are not known, as it looks. */
export function likelyType(text, types = []) {
  const known = types.filter((type) => TYPES.includes(type));
  const looks = NUMBER.test(text) ? 'number' : /^(true|false)$/.test(text.trim()) ? 'boolean' : 'text';
  if (known.length === 0) return looks;
  return known.includes(looks) ? looks : known.includes('text') ? 'text' : known[0];
}

/** The text as a value of the type; what can't be one stays text, for the service to refuse. */
export function typed(text, type) {
  if (type === 'number' && NUMBER.test(text)) return Number(text.trim().replace(',', '.'));
  if (type === 'boolean' && /^(true|false)$/.test(text.trim())) return text.trim() === 'true';
  return text;
}

/** JSON has no number field of its own for very large ones; everything else reads as it is written. */
export const shownValue = (value) => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
