import { getFunnels } from './api.js';
import { onReport } from './live.js';

/** The project's funnel definitions, shared by navigation and pages. */

const REFRESH_MILLIS = 30_000;
const NEWS_REFRESH_MILLIS = 2_000; // at most so often because of reports on funnels not in the list
const EMPTY_REFRESH_MILLIS = 3_000; // somebody is following the first steps and watches for the result

const listeners = new Set();
let funnels = null;
let failure = null;
let timer = null;
let running = false;
let askedAt = 0;

/** `{funnels, failure}`: funnels is null until the first answer, and stays when a refresh fails. */
export const funnelList = () => ({ funnels, failure });

export const funnelById = (id) => funnels?.find((funnel) => funnel.id === id);

export function onFunnels(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startFunnels() {
  running = true;
  if (funnels === null) refreshFunnels();
}

export function stopFunnels() {
  running = false;
  clearTimeout(timer);
  funnels = null;
}

export async function refreshFunnels() {
  clearTimeout(timer);
  askedAt = Date.now();
  try {
    const answer = await getFunnels();
    if (!running) return;
    funnels = answer;
    failure = null;
  } catch (reason) {
    if (!running) return;
    failure = reason;
  }
  refreshIn(funnels?.length > 0 ? REFRESH_MILLIS : EMPTY_REFRESH_MILLIS);
  for (const listener of [...listeners]) listener();
}

function refreshIn(millis) {
  clearTimeout(timer);
  timer = setTimeout(refreshFunnels, millis);
}

onReport((report) => {
  if (!running || funnels === null) return;
  const known = funnelById(report.funnel);
  if (known && known.version >= report.version) return;
  refreshIn(Math.max(0, askedAt + NEWS_REFRESH_MILLIS - Date.now()));
});

/** A funnel's name without the mark that says its data is made up; the mark is shown as a badge. */
export function nameOf(funnel) {
  return (funnel.definition.name ?? funnel.id).replace(/\s*\(simulated\)/i, '');
}

export function isSimulated(funnel) {
  return /\(simulated\)/i.test(funnel.definition.name ?? '');
}
