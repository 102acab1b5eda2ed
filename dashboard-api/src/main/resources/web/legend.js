import { h } from './dom.js';
import { t } from './i18n.js';

/** The three meanings of colour and texture. */
export function createLegend() {
  return h('ul', { class: 'legend' }, ['advanced', 'pending', 'lost'].map((part) =>
    h('li', {}, h('span', { class: `swatch part ${part}` }), t(`figure.${part}`))));
}
