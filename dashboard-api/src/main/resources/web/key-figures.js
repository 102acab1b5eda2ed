import { h, setAttribute, setFigure, setText } from './dom.js';
import { amount, count, duration, rate, rateRange } from './format.js';
import { quoted, t } from './i18n.js';
import { conversion, converted, entered, expectedAtEnd, medianToEnd, stageOfWorth } from './report.js';

/** The row every reader looks at first. On a card of the overview only what a glance can hold. */
export function createKeyFigures({ definition, compact = false }) {
  const hasValue = definition.stages.some((stage) => stage.value);
  const figures = {
    entered: figure('entered'),
    converted: compact ? null : figure('converted'),
    conversion: figure('conversion'),
    expected: compact || definition.stages.length < 2 ? null : figure('expected'),
    medianTime: figure('medianTime'),
    value: compact || !hasValue ? null : figure('value'),
  };

  return {
    element: h('dl', { class: 'key-figures' }, Object.values(figures).map((shown) => shown?.element)),
    update(report) {
      const median = medianToEnd(report);
      setFigure(figures.entered.value, count(entered(report)));
      if (figures.converted) setFigure(figures.converted.value, count(converted(report)));
      setText(figures.conversion.value, rate(conversion(report)));
      if (figures.expected) showExpected(figures.expected, expectedAtEnd(report, definition));
      setText(figures.medianTime.value, (median.exact || median.seconds === null ? '' : '≈ ') + duration(median.seconds));
      setAttribute(figures.medianTime.element, 'title', t(median.exact ? 'figure.medianTimeHint' : 'figure.medianSumHint'));
      if (figures.value) showValue(figures.value, stageOfWorth(report, definition));
    },
  };
}

function figure(name) {
  const value = h('dd');
  const note = h('dd', { class: 'note' });
  return { value, note, element: h('div', {}, h('dt', { text: t(`figure.${name}`) }), value, note) };
}

function showExpected({ value, note, element }, expected) {
  const hasInterval = expected?.low !== undefined;
  setText(value, (expected && !hasInterval ? '≈ ' : '') + rate(expected?.estimate));
  setText(note, hasInterval ? rateRange(expected) : '');
  setAttribute(element, 'title', t(expected && !hasInterval ? 'figure.expectedProductHint' : 'figure.expectedHint'));
}

function showValue({ value, element }, stage) {
  setFigure(value, amount(stage.value));
  setAttribute(element, 'title', t('figure.valueHint', { stage: quoted(stage.name) }));
}
