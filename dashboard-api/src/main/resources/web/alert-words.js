import { amount, rate } from './format.js';
import { funnelById, nameOf } from './funnels.js';
import { quoted, t } from './i18n.js';
import { moment } from './moments.js';

/** Alerts in words that a tired person understands. */

const HARDLY_ANYBODY = 0.9;
const FINE = 0.1; // less of a drop in the rest is no news

export const isTraffic = ({ kind }) => kind === 'traffic_stop' || kind === 'traffic_drop';

export const isGoingOn = ({ state }) => state === 'firing' || state === 'suppressed';

export const funnelNameOf = ({ funnel }) => (funnelById(funnel) ? nameOf(funnelById(funnel)) : funnel);

export const observedOf = (alert) => (isTraffic(alert) ? alert.observedReached : alert.observedAdvanced);

export const expectedOf = (alert) => (isTraffic(alert) ? alert.expectedReached : alert.expectedAdvanced);

/** `{browser: "Safari"}` as people read it. */
export const segmentWords = (values) => Object.entries(values).map(([name, value]) => `${name} = ${value}`).join(', ');

/** What happens, since when, how much of it and to whom. */
export function alertSentence(alert) {
  return [t(sentenceKey(alert), {
    time: moment(alert.onset),
    stage: quoted(alert.stageName),
    next: quoted(alert.nextStage ?? ''),
    segment: alert.segment ? segmentWords(alert.segment) : '',
    observed: amount(Math.round(observedOf(alert))).text,
    expected: amount(Math.round(expectedOf(alert))).text,
    drop: rate(alert.drop?.estimate),
  }), scopeWords(alert)].filter(Boolean).join(' ');
}

function sentenceKey({ kind, segment, drop }) {
  if (kind === 'traffic_stop') return 'alerts.trafficStop';
  if (kind === 'traffic_drop') return 'alerts.trafficDrop';
  const amount = drop.estimate >= HARDLY_ANYBODY ? 'hardly' : 'fewer';
  return segment ? `alerts.${amount}Segment` : `alerts.${amount}`;
}

function scopeWords(alert) {
  const { scope, rootCause = [], segment } = alert;
  if (isTraffic(alert)) return null;
  const [cause] = rootCause;
  if (scope === 'broad') return t('alerts.broad');
  if (scope !== 'segment' || !cause) return scope === 'unknown' ? t('alerts.unknown') : null;
  const names = cause.values && JSON.stringify(cause.values) !== JSON.stringify(segment)
    ? t('alerts.causedBy', { segment: segmentWords(cause.values), share: rate(cause.share) })
    : null;
  const rest = t(cause.dropInTheRest < FINE ? 'alerts.restFine' : 'alerts.restToo', { drop: rate(cause.dropInTheRest) });
  return [names, rest].filter(Boolean).join(' ');
}

/** The state with the moment at which it began. */
export function stateWords({ state, updatedAt, resolvedAt }) {
  return t(`alerts.state.${state}`, { time: moment(resolvedAt ?? updatedAt) });
}

export const levelOf = ({ state }) => ({ firing: 'bad', suppressed: 'busy' })[state] ?? 'good';

/** How often chance alone would look like this. */
export function suretyWords({ score }) {
  const years = 1 / score.falseAlarmsPerYear;
  if (years >= 1000) return t('alerts.sureThousand');
  if (years >= 1.5) return t('alerts.sureYears', { count: Math.round(years), full: amount(Math.round(years)).full });
  return t('alerts.sureOften', { count: Math.max(1, Math.round(score.falseAlarmsPerYear)), full: amount(Math.max(1, Math.round(score.falseAlarmsPerYear))).full });
}
