import { h, setAttribute, setFigure, setText } from './dom.js';
import { count, duration, rate } from './format.js';
import { t } from './i18n.js';
import { conversion, converted, entered, medianToEnd } from './report.js';

/** Entered, converted, conversion, median time: the row every reader looks at first. */
export function createKeyFigures({ withConverted = true } = {}) {
  const figures = {
    entered: figure('entered'),
    converted: withConverted ? figure('converted') : null,
    conversion: figure('conversion'),
    medianTime: figure('medianTime'),
  };

  return {
    element: h('dl', { class: 'key-figures' }, Object.values(figures).map((shown) => shown?.element)),
    update(report) {
      const median = medianToEnd(report);
      setFigure(figures.entered.value, count(entered(report)));
      if (withConverted) setFigure(figures.converted.value, count(converted(report)));
      setText(figures.conversion.value, rate(conversion(report)));
      setText(figures.medianTime.value, (median.exact || median.seconds === null ? '' : '≈ ') + duration(median.seconds));
      setAttribute(figures.medianTime.element, 'title', t(median.exact ? 'figure.medianTimeHint' : 'figure.medianSumHint'));
    },
  };
}

function figure(name) {
  const value = h('dd');
  return { value, element: h('div', {}, h('dt', { text: t(`figure.${name}`) }), value) };
}
