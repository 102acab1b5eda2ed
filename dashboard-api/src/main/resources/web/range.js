/** Ranges of entry time, as the address writes them. Days are the reader's own. */

export const RANGES = ['all', 'today', '7d', '30d', 'custom'];

const DAYS_BACK = { today: 0, '7d': 6, '30d': 29 };

export function rangeOf(query) {
  return RANGES.includes(query.range) ? query.range : 'all';
}

/** `{from, to}` as instants; `to` is excluded, an open end is left out. */
export function boundsOf(query, now = new Date()) {
  const range = rangeOf(query);
  if (range === 'all') return {};
  if (range === 'custom') return { from: dayStart(query.from, 0), to: dayStart(query.to, 1) };
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS_BACK[range]);
  return { from: from.toISOString() };
}

function dayStart(text, plusDays) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  return new Date(year, month - 1, day + plusDays).toISOString();
}

/** A date as the input field writes it: 2026-03-14. */
export function dayText(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
