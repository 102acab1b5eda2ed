import { boundsOf, rangeOf } from './range.js';
import { askedOf } from './report-choice.js';
import { dayStart, momentOf, wallOf } from './zone.js';

/** With what a funnel is compared, as the address says it. Pure functions, no DOM. */

const DAY = 86_400_000;

export const WAYS = ['before', 'week', 'dates', 'groups'];

/** Ways that make sense for the range: all of time has nothing before it. */
export const waysFor = (query) => (rangeOf(query) === 'all' ? WAYS.filter((way) => way === 'groups') : WAYS);

export const wayOf = (query) => (waysFor(query).includes(query.compare) ? query.compare : null);

const text = (millis) => new Date(millis).toISOString();

/** The same time of day some days earlier, by the project's clocks. */
const earlier = (millis, days, zone) => momentOf(wallOf(millis, zone) - days * DAY, zone);

/**
 * What is asked of the comparison, or null where nothing can be compared yet.
 *
 * Another period is looked at as it stood when it was as old: else the older one is always ahead,
 * since its people have had more time.
 */
export function comparisonOf(query, zone, now = Date.now()) {
  const way = wayOf(query);
  if (way === null) return null;
  const asked = askedOf(query, zone);
  if (way === 'groups') {
    return query.group && query.otherGroup && query.group !== query.otherGroup ? { ...asked, group: query.group, otherGroup: query.otherGroup } : null;
  }
  if (way === 'dates') {
    const other = boundsOf({ range: 'custom', from: query.otherFrom, to: query.otherTo }, zone);
    return other.from || other.to ? { ...asked, otherFrom: other.from, otherTo: other.to } : null;
  }
  if (!asked.from) return null;
  const seenUntil = Math.min(now, asked.asOf ? Date.parse(asked.asOf) : now);
  const from = Date.parse(asked.from);
  const to = Math.min(seenUntil, asked.to ? Date.parse(asked.to) : seenUntil);
  const days = way === 'week' ? 7 : Math.max(1, Math.ceil((wallOf(to, zone) - wallOf(from, zone)) / DAY));
  return {
    ...asked,
    otherFrom: text(earlier(from, days, zone)),
    otherTo: text(earlier(to, days, zone)),
    otherAsOf: text(earlier(seenUntil, days, zone)),
  };
}

/** The first choice of dates: as many days before the range. */
export function datesBefore(query, zone) {
  const { from } = boundsOf(query, zone);
  const start = from ? Date.parse(from) : dayStart(Date.now(), -6, zone);
  const day = (millis) => text(wallOf(millis, zone)).slice(0, 10);
  return { otherFrom: day(earlier(start, 7, zone)), otherTo: day(earlier(start, 1, zone)) };
}
