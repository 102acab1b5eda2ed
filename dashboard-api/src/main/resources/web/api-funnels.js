import { getJson, request } from './api.js';

/** What the editor asks of the service. Faults of a definition come as the violations of an ApiError. */

const JSON_TYPE = { 'Content-Type': 'application/json' };

const addressOf = (id) => `/funnels/${encodeURIComponent(id)}`;

export const getFunnel = (id, signal) => getJson(addressOf(id), signal);

/** Saves a definition; the answer has its `version`. */
export async function putFunnel(id, definition) {
  const response = await request(addressOf(id), { method: 'PUT', headers: JSON_TYPE, body: JSON.stringify(definition) });
  return response.json();
}

export const deleteFunnel = (id) => request(addressOf(id), { method: 'DELETE' });

/** What is wrong with a definition: `[{path, message}]`. */
export async function checkFunnel(definition, signal) {
  const response = await request('/query/check', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(definition), signal });
  return (await response.json()).violations;
}

/** The figures of a definition that need not be saved; `query` as for reports. */
export async function queryFunnel(definition, query, signal) {
  const response = await request('/query/funnel', {
    method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ definition, ...query }), signal,
  });
  return response.json();
}

export const getEventNames = async (signal) => (await getJson('/events/names', signal)).names;

export const getEventProperties = async (event, signal) =>
  (await getJson(`/events/properties?event=${encodeURIComponent(event)}`, signal)).properties;
