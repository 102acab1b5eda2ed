import { duration, fullCount, isoSeconds, rate, share } from './format.js';
import { quoted, t } from './i18n.js';
import { worstStage } from './report.js';

/** What a stage's column says, in words. */

export function stageSentence(report, index, definition) {
  const stage = report.stages[index];
  if (stage.reached === 0) return t('chart.sentenceEmpty', { stage: quoted(stage.name) });
  const next = nextRequired(report, definition, index);
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
    pending: pendingWords(stage, definition),
    lost: lostWords(stage),
  });
}

/** Optional stages may be skipped: who goes on has reached the next one that may not. */
function nextRequired(report, definition, index) {
  return report.stages.find((_, later) => later > index && !definition.stages[later]?.optional);
}

function pendingWords({ pending }, definition) {
  if (!pending) return t('chart.sentenceNoPending');
  const seconds = isoSeconds(definition.window);
  return seconds === null
    ? t('chart.sentencePending', { count: pending, full: fullCount(pending) })
    : t('chart.sentencePendingWithin', { count: pending, full: fullCount(pending), time: duration(seconds) });
}

function lostWords({ dropped, reached }) {
  return dropped
    ? t('chart.sentenceLost', { count: dropped, full: fullCount(dropped), rate: rate(dropped / reached) })
    : t('chart.sentenceNoLost');
}

/** Where most people are lost: what a reader who only glances wants to know. */
export function worstSentence(report) {
  const worst = worstStage(report);
  if (!worst) return t('overview.noLoss');
  return t('overview.worst', {
    stage: quoted(worst.name),
    lost: fullCount(worst.dropped),
    reached: fullCount(worst.reached),
    rate: rate(worst.dropped / worst.reached),
  });
}
