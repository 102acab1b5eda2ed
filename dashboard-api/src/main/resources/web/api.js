/** Talks to the dashboard API; the token lives in this tab only. */

const BASE = '/api/v1';
const KEY = 'voronka.token';

/** Dispatches `signedout`; its detail is `refused` when the service did not accept the token. */
export const session = new EventTarget();

/** `violations`: `[{path, message}]`, empty where the fault lies in no field. */
export class ApiError extends Error {
  constructor(status, detail, violations = []) {
    super(detail);
    this.status = status;
    this.violations = violations;
  }
}

export function token() {
  return sessionStorage.getItem(KEY);
}

export function signIn(value) {
  sessionStorage.setItem(KEY, value);
}

export function signOut(reason = 'asked') {
  if (!token()) return; // several requests can be refused at once
  sessionStorage.removeItem(KEY);
  session.dispatchEvent(new CustomEvent('signedout', { detail: reason }));
}

/** Takes a token handed over as `#token=...` and removes it from the address and the history. */
export function takeTokenFromAddress() {
  const match = /^#token=([^&]+)/.exec(location.hash);
  if (!match) return false;
  signIn(decodeURIComponent(match[1]));
  history.replaceState(null, '', `${location.pathname}#/`);
  return true;
}

/** An authorised request; rejects with ApiError for every answer that is no success. */
export async function request(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${token()}` };
  const response = await fetch(BASE + path, { ...options, headers });
  if (response.status === 401) {
    signOut('refused');
    throw new ApiError(401, response.statusText);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  const fallback = `HTTP ${response.status} ${response.statusText}`.trim();
  try {
    const problem = await response.json();
    return new ApiError(response.status, problem.detail ?? problem.title ?? fallback, problem.violations);
  } catch {
    return new ApiError(response.status, fallback); // a proxy in between answers in its own format
  }
}

export async function getJson(path, signal) {
  const response = await request(path, { signal, headers: { Accept: 'application/json' } });
  return response.json();
}

export const getFunnels = async (signal) => (await getJson('/funnels', signal)).funnels;
export const getStatus = (signal) => getJson('/status', signal);

/** `query`: from, to, granularity, breakdown; those left undefined are not sent. */
export function getReport(id, query = {}, signal) {
  return getJson(`/funnels/${encodeURIComponent(id)}/report${searchOf(query)}`, signal);
}

/** Sends a body, if there is one, and returns what is answered; null where that is nothing. */
export async function sendJson(method, path, body) {
  const options = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await request(path, { ...options, method });
  return response.status === 204 ? null : response.json();
}

/** The query part of an address; what is undefined or null is left out. */
export function searchOf(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given).toString();
  return text ? `?${text}` : '';
}

/** `lastId`: of the last event that was had; null to begin. */
export function openLiveStream(signal, lastId) {
  const resumed = lastId === null ? {} : { 'Last-Event-ID': lastId };
  return request('/live', { signal, headers: { Accept: 'text/event-stream', ...resumed } });
}
