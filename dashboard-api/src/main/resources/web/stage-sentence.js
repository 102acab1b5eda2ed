import { amount, duration, fullCount, isoSeconds, points, rate, rateRange, share } from './format.js';
import { quoted, t } from './i18n.js';
import { requiredAfter, slowestStage, worstStage } from './report.js';

/** What a stage's column says, in words. */

export function stageSentence(report, index, definition) {
  const stage = report.stages[index];
  if (stage.reached === 0) return t('chart.sentenceEmpty', { stage: quoted(stage.name) });
  return [
    passageWords(report, index, definition),
    expectedWords(stage),
    targetWords(stage),
    valueWords(stage),
  ].filter(Boolean).join(' ');
}

function passageWords(report, index, definition) {
  const stage = report.stages[index];
  const next = requiredAfter(report, definition, index);
  if (!next) {
    const entered = report.stages[0].reached;
    return t('chart.sentenceLast', {
      entered: fullCount(entered),
      reached: fullCount(stage.reached),
      stage: quoted(stage.name),
      rate: rate(share(stage.reached, entered)),
    });
  }
  return t('chart.sentence', {
    reached: fullCount(stage.reached),
    stage: quoted(stage.name),
    advanced: fullCount(stage.advanced),
    next: quoted(next.name),
    pending: pendingWords(stage, isLimited(definition, index) ? null : isoSeconds(definition.window)),
    lost: lostWords(stage),
  });
}

/** Whether a stage to come has a limit of its own: then the window does not say how much time is left. */
function isLimited(definition, index) {
  return definition.stages.some((stage, later) => later > index && stage.within);
}

function expectedWords({ projectedConversion: expected }) {
  return expected && t('chart.sentenceExpected', {
    rate: rate(expected.estimate), interval: rateRange(expected),
  });
}

function targetWords({ conversionFromFirst, target }) {
  if (typeof target !== 'number' || conversionFromFirst === null) return null;
  return t('chart.sentenceTarget', { target: rate(target), gap: points(conversionFromFirst - target) });
}

function valueWords({ value, valuesUnread }) {
  if (valuesUnread === undefined) return null;
  const sum = t('chart.sentenceValue', { value: amount(value).full });
  return valuesUnread === 0 ? sum : `${sum} ${t('chart.sentenceUnread', { count: valuesUnread, full: fullCount(valuesUnread) })}`;
}

/** `seconds`: how long after entering one can go on, or null where that can't be said in one number. */
function pendingWords({ pending }, seconds) {
  if (!pending) return t('chart.sentenceNoPending');
  return seconds === null
    ? t('chart.sentencePending', { count: pending, full: fullCount(pending) })
    : t('chart.sentencePendingWithin', { count: pending, full: fullCount(pending), time: duration(seconds) });
}

function lostWords({ dropped, reached }) {
  return dropped
    ? t('chart.sentenceLost', { count: dropped, full: fullCount(dropped), rate: rate(dropped / reached) })
    : t('chart.sentenceNoLost');
}

/** Where most people are lost, or stay as long as nobody is: what a reader who only glances wants to know. */
export function worstSentence(report, definition) {
  const worst = worstStage(report);
  if (worst) {
    return t('overview.worst', {
      stage: quoted(worst.name),
      lost: fullCount(worst.dropped),
      reached: fullCount(worst.reached),
      rate: rate(worst.dropped / worst.reached),
    });
  }
  const slowest = slowestStage(report, definition);
  return slowest
    ? t('overview.slowest', { stage: quoted(slowest.name), advanced: fullCount(slowest.advanced), reached: fullCount(slowest.reached), rate: rate(slowest.advanced / slowest.reached) })
    : t('overview.noLoss');
}
