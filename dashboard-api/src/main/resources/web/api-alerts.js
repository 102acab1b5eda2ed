import { getJson, searchOf, sendJson } from './api.js';

/** Alerts, the rules by which they are raised and told, and planned pauses. */

const rulePath = (id) => `/alerts/rules/${encodeURIComponent(id)}`;

/** `{alerts, incidents, isComplete}`, those detected last first. `query`: state, funnel, from, to, limit. */
export const getAlerts = (query, signal) => getJson(`/alerts${searchOf(query)}`, signal);

/** One alert with `series`: how it went. */
export const getAlert = (id, signal) => getJson(`/alerts/${encodeURIComponent(id)}`, signal);

/** `as`: known, expected or new-normal. */
export const acknowledge = (id, as) => sendJson('POST', `/alerts/${encodeURIComponent(id)}/ack`, { as });

export const getRules = async (signal) => (await getJson('/alerts/rules', signal)).rules;
export const getRule = (id, signal) => getJson(rulePath(id), signal);
export const saveRule = (id, rule) => sendJson('PUT', rulePath(id), rule);
export const removeRule = (id) => sendJson('DELETE', rulePath(id));

export const getPauses = async (signal) => (await getJson('/alerts/pauses', signal)).pauses;
export const planPause = (pause) => sendJson('POST', '/alerts/pauses', pause);
export const cancelPause = (id) => sendJson('DELETE', `/alerts/pauses/${encodeURIComponent(id)}`);
