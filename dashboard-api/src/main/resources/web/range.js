import { dayStart, momentOf, wallOf } from './zone.js';

/** Ranges of entry time, as the address writes them. Days are the project's, by its time zone. */

export const RANGES = ['all', 'today', 'yesterday', '7d', '30d', '90d', 'custom'];

const DAYS_BACK = { today: 0, yesterday: 1, '7d': 6, '30d': 29, '90d': 89 };

export function rangeOf(query) {
  return RANGES.includes(query.range) ? query.range : 'all';
}

/** `{from, to}` as instants; `to` is excluded, an open end is left out. */
export function boundsOf(query, zone, now = Date.now()) {
  const range = rangeOf(query);
  if (range === 'all') return {};
  if (range === 'custom') return { from: startOf(query.from, 0, zone), to: startOf(query.to, 1, zone) };
  const from = new Date(dayStart(now, -DAYS_BACK[range], zone)).toISOString();
  return range === 'yesterday' ? { from, to: new Date(dayStart(now, 0, zone)).toISOString() } : { from };
}

function startOf(text, plusDays, zone) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  return new Date(momentOf(Date.UTC(year, month - 1, day + plusDays), zone)).toISOString();
}

/** The current month until today, as the input fields write dates: 2026-03-14. */
export function monthUntilToday(zone, now = Date.now()) {
  const today = new Date(wallOf(now, zone)).toISOString().slice(0, 10);
  return { from: `${today.slice(0, 8)}01`, to: today };
}
