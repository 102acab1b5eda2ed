import { getEventNames } from './api-explore.js';
import { getEventProperties } from './api-funnels.js';

/** Which events and properties have been seen: what the editor suggests. */

const FRESH_MILLIS = 15_000;

/** What can be asked of every event's session; see SessionProperty of the service. */
export const SESSION_PROPERTIES = [
  'channel', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'referrer', 'referring_domain',
  'landing', 'exit', 'device', 'browser', 'os', 'country', 'number', 'start',
].map((name) => `session.${name}`);

const kept = new Map();

/** Keeps an answer for a while; one that failed is asked for again. */
function fresh(key, ask) {
  const known = kept.get(key);
  if (known && Date.now() - known.time < FRESH_MILLIS) return known.answer;
  const answer = ask();
  kept.set(key, { time: Date.now(), answer });
  answer.catch(() => kept.delete(key));
  return answer;
}

/** `[{name, count, lastSeen}]`, the most frequent first. */
export const seenNames = () => fresh('', async () => (await getEventNames()).sort((one, other) => other.count - one.count));

/** `[{name, count, types, values}]` of an event; nothing is known of "any event". */
export const seenProperties = (event) => (event ? fresh(event, () => getEventProperties(event)) : Promise.resolve([]));

/** Forgets what is known, for another project may be looked at. */
export function forgetSeen() {
  kept.clear();
}
