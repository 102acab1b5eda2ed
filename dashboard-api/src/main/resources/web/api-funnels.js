import { getJson, request, sendJson } from './api.js';

/** What the editor asks of the service. Faults of a definition come as the violations of an ApiError. */

const addressOf = (id) => `/funnels/${encodeURIComponent(id)}`;

export const getFunnel = (id, signal) => getJson(addressOf(id), signal);

/** Saves a definition; the answer has its `version`. */
export const putFunnel = (id, definition) => sendJson('PUT', addressOf(id), definition);

export const deleteFunnel = (id) => request(addressOf(id), { method: 'DELETE' });

/** What is wrong with a definition: `[{path, message}]`. */
export const checkFunnel = async (definition, signal) =>
  (await sendJson('POST', '/query/check', definition, signal)).violations;

/** The figures of a definition that need not be saved; `query` as for reports. */
export const queryFunnel = (definition, query, signal) =>
  sendJson('POST', '/query/funnel', { definition, ...query }, signal);

export const getEventProperties = async (event, signal) =>
  (await getJson(`/events/properties?event=${encodeURIComponent(event)}`, signal)).properties;
