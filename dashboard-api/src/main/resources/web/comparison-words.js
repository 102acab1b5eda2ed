import { fullCount, points, probability, rate, signed } from './format.js';
import { t } from './i18n.js';
import { moment } from './moments.js';
import { groupWords } from './people-filter.js';

/** What a comparison says, in words. */

const SURE = 0.05;

/** The name of a side: its group, or the time it is of. */
export function sideName({ group, from, to, asOf }, zone) {
  if (group) return groupWords(group);
  const [start, end] = [from, to].map((time) => (time ? moment(time, zone) : null));
  return t('compare.side', { from: start ?? t('compare.sinceEver'), to: end ?? moment(asOf, zone) });
}

/** `better`, `worse`, `unclear`, `few` or `nothing`. */
export function verdictOf(shares) {
  if (shares === null || shares.difference === null) return 'nothing';
  if (!shares.enough) return 'few';
  if (shares.pValue >= SURE) return 'unclear';
  return shares.difference > 0 ? 'better' : 'worse';
}

/** A difference with its interval: +2.1 pp (0.3 to 3.9). */
export function differenceWords({ difference, low, high }) {
  return difference === null ? '–' : t('compare.difference', { points: points(difference), low: signed(low), high: signed(high) });
}

export function verdictWords(shares, confidence) {
  const verdict = verdictOf(shares);
  return t(`compare.verdict.${verdict}`, {
    sure: rate(confidence), p: probability(shares?.pValue),
    needed: shares?.peopleNeeded === null || shares === null ? '–' : fullCount(shares.peopleNeeded),
  });
}
