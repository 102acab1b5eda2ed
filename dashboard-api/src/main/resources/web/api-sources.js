import { getJson, searchOf, sendJson } from './api.js';

/** Where events come from: keys, webhooks, what was rejected; and the tokens that read. */

const keyPath = (id) => `/keys/${encodeURIComponent(id)}`;

export const getKeys = async (signal) => (await getJson('/keys', signal)).keys;
export const makeKey = (description) => sendJson('POST', '/keys', description);
export const changeKey = (id, description) => sendJson('PUT', keyPath(id), description);
export const rotateKey = (id, overlap) => sendJson('POST', `${keyPath(id)}/rotate`, { overlap });
export const removeKey = (id) => sendJson('DELETE', keyPath(id));

const sourcePath = (id) => `/sources/${encodeURIComponent(id)}`;

/** `{sources, secretsKeySet}`; secrets are never in it. */
export const getSources = (signal) => getJson('/sources', signal);
/** Makes it if there is none of this id. */
export const changeSource = (id, description) => sendJson('PUT', sourcePath(id), description);
export const patchSource = (id, change) => sendJson('PATCH', sourcePath(id), change);
export const rotateSource = (id, secret, overlap) => sendJson('POST', `${sourcePath(id)}/rotate`, { secret, overlap });
/** What would be kept of a webhook: `{events, rejected}`. */
export const tryWebhook = (sample) => sendJson('POST', '/query/webhook', sample);
export const removeSource = (id) => sendJson('DELETE', sourcePath(id));

export const getTokens = async (signal) => (await getJson('/tokens', signal)).tokens;
export const makeToken = (description) => sendJson('POST', '/tokens', description);
export const removeToken = (id) => sendJson('DELETE', `/tokens/${encodeURIComponent(id)}`);

/** `{rejected, next}`, the newest first. */
export const getRejected = (cursor, signal) => getJson(`/rejected${searchOf({ cursor })}`, signal);
export const retryRejected = (id) => sendJson('POST', `/rejected/${encodeURIComponent(id)}/retry`);
