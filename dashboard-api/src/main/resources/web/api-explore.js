import { getJson, searchOf } from './api.js';

/** Sessions, paths, drivers, and the names that were seen. */

export const getSessionReport = (query, signal) => getJson(`/sessions/report${searchOf(query)}`, signal);

export const getPaths = (query, signal) => getJson(`/paths${searchOf(query)}`, signal);

export const getDrivers = (funnel, query, signal) => getJson(`/funnels/${encodeURIComponent(funnel)}/drivers${searchOf(query)}`, signal);

/** `[{name, count, lastSeen}]`, the most frequent first. */
export const getEventNames = async (signal) => (await getJson('/events/names', signal)).names;
