import { boundsOf, rangeOf } from './range.js';

/** What a reader of a funnel has chosen, as the address says it. Pure functions, no DOM. */

/** The conditions of the address; none where it holds nothing that could be some. */
export function conditionsOf(query) {
  try {
    const where = JSON.parse(query.where ?? '[]');
    return Array.isArray(where) ? where.filter((one) => one && typeof one.property === 'string' && one.property !== '') : [];
  } catch {
    return [];
  }
}

const momentOrNothing = (text) => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString());

/** What is asked of a report. */
export function askedOf(query, zone) {
  const where = conditionsOf(query);
  return {
    ...boundsOf(query, zone),
    asOf: momentOrNothing(query.asOf),
    where: where.length > 0 ? JSON.stringify(where) : undefined,
    counting: query.counting === 'attempts' ? 'attempts' : undefined,
  };
}

/** Whether live figures hold it: everybody of all time, now. */
export const isOfEverybody = (query) => rangeOf(query) === 'all' && !momentOrNothing(query.asOf) && conditionsOf(query).length === 0 && query.counting !== 'attempts';

/** What a list of people has to be asked for to be those behind a figure. */
export function peopleChoice(query) {
  const { range, from, to, counting } = query;
  const where = conditionsOf(query);
  return { range, from, to, asOf: momentOrNothing(query.asOf), counting, where: where.length > 0 ? JSON.stringify(where) : undefined };
}
