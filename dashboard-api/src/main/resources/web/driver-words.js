import { t } from './i18n.js';

/** Drivers in words that a reader need not have studied statistics for. */

/** What the people have in common. */
export function factorWords({ source, property, event, value }, stageName) {
  if (source === 'event') return t('drivers.did', { event });
  return t(source === 'entry' ? 'drivers.atEntry' : 'drivers.atStage', { property, value: value === null ? t('breakdown.none') : value, stage: stageName });
}

const LEVELS = [[0.001, 'drivers.sure'], [0.01, 'drivers.verySafe'], [0.05, 'drivers.safe']];

/** How hard it would be for chance to make such a difference among so many that were compared. */
export function certaintyOf(qValue) {
  const level = LEVELS.find(([limit]) => qValue < limit);
  return t(level ? level[1] : 'drivers.maybe');
}

/** A property mostly keeps its value from entry to the stage: of the two the clearer one stands for both. */
export function merged(drivers) {
  const seen = new Set();
  return drivers.filter(({ source, property, value }) => {
    if (source === 'event') return true;
    const key = JSON.stringify([property, value]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
