/** Talks to the dashboard API; who is signed in is known by a cookie that scripts can't read. */

const BASE = '/api/v1';
const READING = ['GET', 'HEAD'];

/** Dispatches `signedout`; its detail is `refused` when the service did not accept the session. */
export const session = new EventTarget();

/** `violations`: `[{path, message}]`, empty where the fault lies in no field. */
export class ApiError extends Error {
  constructor(status, detail, violations = []) {
    super(detail);
    this.status = status;
    this.violations = violations;
  }
}

let current = null;
let issuerAddress = null;

/** `{project, role, csrf}` of who is signed in, or null. */
export const signedIn = () => current;

const ROLES = ['viewer', 'editor', 'admin'];

/** Whether who is signed in has a role or a larger one. The service decides; the page offers no more than that. */
export const mayAs = (role) => ROLES.indexOf(current?.role) >= ROLES.indexOf(role);

/** Takes up the session that this browser has, if it has one. */
export async function resumeSession() {
  take(await (await send('/session')).json());
}

/** Where one signs in with an account of elsewhere; null: nowhere. */
export const signInAddress = () => issuerAddress;

/** Rejects with an ApiError of status 401 if the token is unknown. */
export async function signIn(token) {
  const response = await send('/session', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token }),
  });
  take(await response.json());
}

function take(answer) {
  current = answer.project === null ? null : answer;
  issuerAddress = answer.signInAt ?? null;
}

/** `refused`: the service does not know the session any more, so there is nothing to end. */
export async function signOut(reason = 'asked') {
  if (!current) return; // several requests can be refused at once
  if (reason === 'asked') await send('/session', { method: 'DELETE' });
  current = null;
  session.dispatchEvent(new CustomEvent('signedout', { detail: reason }));
}

/** Takes a token handed over as `#token=...` out of the address and the history; null without one. */
export function takeTokenFromAddress() {
  const match = /^#token=([^&]+)/.exec(location.hash);
  if (!match) return null;
  history.replaceState(null, '', `${location.pathname}#/`);
  return decodeURIComponent(match[1]);
}

/** Takes what the way over an issuer has come to, such as `no-role`, out of the address; null: nothing. */
export function takeSignInFailure() {
  const match = /^#sign-in=([a-z-]+)$/.exec(location.hash);
  if (!match) return null;
  history.replaceState(null, '', `${location.pathname}#/`);
  return match[1];
}

/** A request of who is signed in; rejects with ApiError for every answer that is no success. */
export async function request(path, options = {}) {
  try {
    return await send(path, options);
  } catch (failure) {
    if (failure.status === 401) signOut('refused');
    if (failure.status === 403 && await isSignedInAnew()) return send(path, options);
    throw failure;
  }
}

/** Another tab may have signed in: the browser has that session now, and this page not its secret. */
async function isSignedInAnew() {
  const before = current;
  await resumeSession();
  if (current?.project !== before.project) {
    location.reload(); // what is shown is of another project, and must not be changed there
    return false;
  }
  return current.csrf !== before.csrf;
}

async function send(path, options = {}) {
  const isReading = READING.includes(options.method ?? 'GET');
  const headers = isReading || !current ? options.headers : { ...options.headers, 'X-CSRF-Token': current.csrf };
  const response = await fetch(BASE + path, { ...options, headers });
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
export async function sendJson(method, path, body, signal) {
  const options = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await request(path, { ...options, method, signal });
  return response.status === 204 ? null : response.json();
}

/** The query part of an address; what is undefined or null is left out. */
export function searchOf(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given).toString();
  return text ? `?${text}` : '';
}

/** `funnel`: the one to hear of; null: all. `lastId`: of the last event that was had; null to begin. */
export function openLiveStream(signal, funnel, lastId) {
  const resumed = lastId === null ? {} : { 'Last-Event-ID': lastId };
  const path = funnel === null ? '/live' : `/funnels/${encodeURIComponent(funnel)}/live`;
  return request(path, { signal, headers: { Accept: 'text/event-stream', ...resumed } });
}
