import { h, setAttribute, setText, setVariable } from './dom.js';
import { points, rate } from './format.js';
import { t } from './i18n.js';

const NEAR = { below: 0.05, above: 0.16 }; // of the chart's height, where the mark would lie on the figure

/** A line across the column at the share that should get here, with the gap written on it. */
export function createTarget(share) {
  const gap = h('span');
  const element = h('span', { class: 'target' }, gap);
  return {
    element,
    /** `figure`: what stands on the column, and makes room. */
    update({ reached, conversionFromFirst }, entered, highest, figure) {
      const height = (share * entered) / highest;
      const above = height - reached / highest;
      const isNear = entered > 0 && above > -NEAR.below && above < NEAR.above;
      element.hidden = entered === 0;
      if (entered === 0) return;
      setVariable(element, '--size', height);
      setVariable(figure, '--above', isNear ? Math.max(0, above) : 0);
      figure.classList.toggle('lifted', isNear);
      setText(gap, points(conversionFromFirst - share));
      setAttribute(element, 'title', t('chart.target', { target: rate(share) }));
      element.classList.toggle('missed', conversionFromFirst < share);
    },
  };
}
