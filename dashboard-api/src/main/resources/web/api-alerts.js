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

/** Who was told of what, the newest first. `query`: alert, state. */
export const getDeliveries = async (query, signal) => (await getJson(`/alerts/deliveries${searchOf(query)}`, signal)).deliveries;
export const retryDelivery = (id) => sendJson('POST', `/alerts/deliveries/${encodeURIComponent(id)}/retry`);

/** What people wrote down, the earliest first: `[{id, at, kind, text, url}]`. */
export const getMarks = async (query, signal) => (await getJson(`/annotations${searchOf(query)}`, signal)).annotations;
export const addMark = (mark) => sendJson('POST', '/annotations', mark);
export const removeMark = (id) => sendJson('DELETE', `/annotations/${encodeURIComponent(id)}`);
