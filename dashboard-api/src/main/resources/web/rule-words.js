import { rate } from './format.js';
import { t } from './i18n.js';

/** Rules of alerts in words. */

export const KINDS = ['stage_drop', 'segment_drop', 'traffic_stop', 'traffic_drop'];

/** What the rule watches, in one sentence. */
export function watchWords({ stages, kinds, breakdowns, minDrop }, definition) {
  const which = stages === 'all' || !definition
    ? t('rules.allStages')
    : stages.map((stage) => definition.stages[stage - 1]?.name ?? stage).join(', ');
  return [
    t('rules.watches', { stages: which, drop: rate(minDrop) }),
    kinds.includes('segment_drop') && breakdowns.length > 0 ? t('rules.alsoBy', { breakdowns: breakdowns.join(', ') }) : null,
  ].filter(Boolean).join(' ');
}

/** What drops can be seen at the present traffic. */
export function sightWords({ smallestDropSeen: seen }) {
  if (!seen || (seen['1h'] ?? null) === null && (seen['24h'] ?? null) === null) return t('rules.sightUnknown');
  const hour = seen['1h'] ?? null;
  const day = seen['24h'] ?? null;
  if (hour === null) return t('rules.sightDay', { day: rate(day) });
  return t('rules.sight', { hour: rate(hour), day: rate(day) });
}

/** What a setting of false alarms costs or saves in time: a tenth of the alarms is 2.3 nats of some 13. */
export function falseAlarmWords(perYear) {
  const often = perYear >= 1
    ? t('rules.alarmsAYear', { count: Math.round(perYear), full: Math.round(perYear) })
    : t('rules.alarmEvery', { count: Math.round(1 / perYear), full: Math.round(1 / perYear) });
  const later = Math.log(1 / perYear) / 13;
  if (Math.abs(later) < 0.02) return often;
  return `${often} ${t(later > 0 ? 'rules.later' : 'rules.earlier', { rate: rate(Math.abs(later)) })}`;
}

export function receiverWords({ type, url, address }) {
  return `${t(`rules.receiver.${type}`)}${url || address ? `: ${url ?? address}` : ''}`;
}
