import { getReport } from './api.js';
import { latestReport, liveState, offerReport, onReport } from './live.js';
import { boundsOf } from './range.js';
import { askedOf, isOfEverybody } from './report-choice.js';
import { fittingGranularity } from './report.js';

const POLL_MILLIS = 5_000;
const PATIENCE_MILLIS = 2_000;

/**
 * Feeds a funnel page. The live stream carries all time by day; whatever else the reader chooses is
 * asked for every five seconds.
 *
 * @param zone of the project, whose days the ranges are made of
 * @param onReports told `{main, detail, granularity}`: main for totals and chart, detail for trend and
 *     breakdown; detail is null while it is being fetched
 * @param onFailure told the failure of a poll, or null once one succeeds again
 */
export function createReportSource({ id, zone, onReports, onFailure }) {
  let query = {};
  let granularity = null;
  let polled = null;
  let pollTimer = null;
  let abort = null;

  const isLive = () => isOfEverybody(query);
  const chosenGranularity = () => query.granularity ?? granularity;

  /** The stream's breakdowns are one by one; older reports may carry none at all. */
  function needsPoll() {
    const live = latestReport(id);
    return !isLive() || chosenGranularity() !== 'day' || (query.breakdown && !live?.breakdowns?.[query.breakdown]);
  }

  function emit() {
    const live = latestReport(id);
    const main = isLive() ? live : polled;
    if (main) onReports({ main, detail: needsPoll() ? polled : live, granularity: chosenGranularity() });
  }

  async function poll() {
    clearTimeout(pollTimer);
    abort?.abort();
    const own = new AbortController();
    abort = own;
    const resting = polled !== null && (document.hidden || liveState().state === 'paused');
    if (!resting) await fetchOnce(own.signal);
    if (!own.signal.aborted) pollTimer = setTimeout(poll, POLL_MILLIS);
  }

  async function fetchOnce(signal) {
    try {
      const answer = await getReport(id, {
        ...askedOf(query, zone), granularity: chosenGranularity(), breakdown: query.breakdown,
      }, signal);
      if (signal.aborted) return;
      polled = answer;
      onFailure(null);
      emit();
    } catch (failure) {
      if (!signal.aborted) onFailure(failure);
    }
  }

  function begin() {
    abort?.abort();
    clearTimeout(pollTimer);
    polled = null;
    granularity = isLive() ? fitting() : granularityOfRange(query, zone);
    onFailure(null);
    emit();
    if ((!isLive() || latestReport(id)) && needsPoll()) poll();
  }

  /** Chosen once, at the first report: an axis that changes its step by itself confuses. */
  function fitting() {
    const live = latestReport(id);
    return live ? fittingGranularity(live) : null;
  }

  const unsubscribe = onReport((report) => {
    if (report.funnel !== id || !isLive()) return;
    if (granularity === null) begin();
    else emit();
  });

  const patience = setTimeout(async () => {
    if (!isLive() || latestReport(id) || liveState().state === 'connecting') return;
    try {
      offerReport(await getReport(id));
    } catch (failure) {
      onFailure(failure);
    }
  }, PATIENCE_MILLIS);

  return {
    configure(newQuery) {
      query = newQuery;
      begin();
    },
    retry: begin,
    isPolled: () => !isLive(),
    dispose() {
      unsubscribe();
      clearTimeout(patience);
      clearTimeout(pollTimer);
      abort?.abort();
    },
  };
}

function granularityOfRange(query, zone) {
  const { from, to } = boundsOf(query, zone);
  if (from === undefined) return 'month';
  const days = ((to === undefined ? Date.now() : Date.parse(to)) - Date.parse(from)) / 86_400_000;
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 366 ? 'week' : 'month';
}
