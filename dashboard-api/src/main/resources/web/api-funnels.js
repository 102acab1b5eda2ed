import { getJson, request, sendJson } from './api.js';

/** What the editor asks of the service. Faults of a definition come as the violations of an ApiError. */

const addressOf = (id) => `/funnels/${encodeURIComponent(id)}`;

export const getFunnel = (id, signal) => getJson(addressOf(id), signal);

/** Saves a definition; the answer has its `version`. */
export const putFunnel = (id, definition) => sendJson('PUT', addressOf(id), definition);

export const deleteFunnel = (id) => sendJson('DELETE', addressOf(id));

/** What is wrong with a definition: `[{path, message}]`. */
export const checkFunnel = async (definition, signal) => (await ask('/query/check', definition, signal)).violations;

/** The figures of a definition that need not be saved; `query` as for reports. */
export const queryFunnel = (definition, query, signal) => ask('/query/funnel', { definition, ...query }, signal);

/** A question whose answer may no longer be wanted. */
async function ask(path, body, signal) {
  const response = await request(path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal,
  });
  return response.json();
}

export const getEventProperties = async (event, signal) =>
  (await getJson(`/events/properties?event=${encodeURIComponent(event)}`, signal)).properties;
