import { getJson, request, searchOf } from './api.js';

/** People: the lists behind figures, and one person. */

const listPath = (funnel, query) => `/funnels/${encodeURIComponent(funnel)}/persons${searchOf(query)}`;

/** `query`: stage, state, group, from, to, limit, cursor. */
export const getPersons = (funnel, query, signal) => getJson(listPath(funnel, query), signal);

/** The whole list as text, however long. */
export async function getPersonsCsv(funnel, query) {
  const response = await request(listPath(funnel, query), { headers: { Accept: 'text/csv' } });
  return response.blob();
}

export const getPerson = (id, query, signal) => getJson(`/persons/${encodeURIComponent(id)}${searchOf(query)}`, signal);

export const getExplanation = (id, funnel, signal) =>
  getJson(`/persons/${encodeURIComponent(id)}/explain${searchOf({ funnel })}`, signal);
