import { ApiError, openLiveStream, signedIn } from './api.js';
import { readEvents } from './event-stream.js';

/**
 * The one live connection of this page: the newest report of every funnel, or of the one that is
 * looked at, and how fresh it is.
 * One connection, because a browser allows six per host and every open tab takes its share.
 */

const RETRY_MILLIS = [500, 1_000, 2_000, 4_000, 8_000, 10_000];
const SILENT_MILLIS = 15_000; // three heartbeats missed: the connection is dead even if nobody said so
const HIDDEN_MILLIS = 60_000; // a tab nobody looks at gives its connection back

const reports = new Map();
const listeners = new Set();
const unseen = new Map();

let state = 'connecting';
let lastSign = null;
let followed = null; // the funnel that is looked at; null: all are
let lastId = null; // of the last event: after a break only what has changed since is sent
let failures = 0;
let abort = null;
let retryTimer = null;
let hiddenTimer = null;
let frame = null;

/** `connecting`, `live`, `reconnecting` or `paused`, and when the last sign of life came. */
export const liveState = () => ({ state, lastSign });

export const latestReport = (id) => reports.get(id);

/** Calls `listener(report)` for every new report, at most once per funnel and frame. */
export function onReport(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a report that came another way, unless the stream has brought this funnel's already. */
export function offerReport(report) {
  if (!reports.has(report.funnel)) receive(report);
}

export function startLive() {
  if (state === 'paused' || abort || !signedIn()) return;
  connect();
}

/** Hears of one funnel alone, or of all again (null): what nobody looks at is not sent. */
export function followLive(funnel) {
  if (funnel === followed) return;
  followed = funnel;
  lastId = null; // it says nothing of the others
  if (abort || state === 'reconnecting') connect();
}

export function stopLive() {
  disconnect();
  reports.clear();
  unseen.clear();
  state = 'connecting';
  lastSign = null;
  lastId = null;
  followed = null; // who signs in next may not have it
}

export function pauseLive() {
  disconnect();
  state = 'paused';
}

export function resumeLive() {
  state = 'connecting';
  failures = 0;
  connect();
}

async function connect() {
  disconnect();
  const own = new AbortController();
  abort = own;
  try {
    const response = await openLiveStream(own.signal, followed, lastId);
    onSign(); // a project without figures sends nothing until the first heartbeat
    await readEvents(response, { onEvent, onSign });
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401) return;
  }
  if (abort === own) retryLater();
}

function disconnect() {
  clearTimeout(retryTimer);
  abort?.abort();
  abort = null;
}

function retryLater() {
  disconnect();
  state = 'reconnecting';
  const wait = RETRY_MILLIS[Math.min(failures, RETRY_MILLIS.length - 1)];
  failures += 1;
  // Half of it random, so that all readers don't return in the same instant after a restart.
  retryTimer = setTimeout(connect, wait * (0.5 + Math.random() / 2));
}

function onSign() {
  state = 'live';
  failures = 0;
  lastSign = Date.now();
}

function onEvent(type, data, id) {
  lastId = id ?? lastId;
  if (type === 'report') receive(JSON.parse(data));
}

function receive(report) {
  reports.set(report.funnel, report);
  unseen.set(report.funnel, report);
  frame ??= requestAnimationFrame(publish);
}

function publish() {
  frame = null;
  const changed = [...unseen.values()];
  unseen.clear();
  for (const report of changed) for (const listener of [...listeners]) listener(report);
}

setInterval(() => {
  if (state === 'live' && Date.now() - lastSign > SILENT_MILLIS) retryLater();
}, 1_000);

window.addEventListener('online', () => {
  if (state === 'reconnecting') connect();
});

document.addEventListener('visibilitychange', () => {
  clearTimeout(hiddenTimer);
  if (document.hidden) hiddenTimer = setTimeout(rest, HIDDEN_MILLIS);
  else startLive();
});

// A page that the browser keeps for going back would hold its connection: six of them, and none is left for the host.
window.addEventListener('pagehide', rest);
window.addEventListener('pageshow', ({ persisted }) => persisted && startLive());

function rest() {
  if (state === 'paused') return;
  disconnect();
  state = 'connecting';
}
