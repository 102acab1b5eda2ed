import { h, reconcile, setText } from './dom.js';
import { bucketName, fullCount, rate, share } from './format.js';
import { t } from './i18n.js';
import { FEW_ENTRIES, isFew } from './report.js';

const remarks = (point) => [
  point.mature ? null : t('trend.open'),
  isFew(point) && point.reached[0] > 0 ? t('trend.few', { count: FEW_ENTRIES }) : null,
].filter(Boolean);

/** The trend's figures, newest period first. */
export function createTrendTable() {
  const body = h('tbody');
  const rows = new Map();
  return {
    element: h('div', { class: 'table-scroll tall', tabindex: '0' }, h('table', {},
      h('caption', { class: 'hidden-text', text: t('trend.title') }),
      h('thead', {}, h('tr', {},
        h('th', { scope: 'col', text: t('trend.granularity') }),
        ['trend.entered', 'figure.converted', 'trend.conversion'].map((key) =>
          h('th', { scope: 'col', class: 'number', text: t(key) })),
        h('th', {}))),
      body)),
    update(points, granularity, zone) {
      const byKey = new Map(points.map((point) => [point.time, point]).reverse());
      reconcile(body, rows, [...byKey.keys()], () => h('tr', {}, h('th', { scope: 'row' }),
        ['number', 'number', 'number', 'hint'].map((name) => h('td', { class: name }))));
      for (const [key, point] of byKey) {
        const { reached, time } = point;
        const texts = [bucketName(time, granularity, zone, true), fullCount(reached[0]), fullCount(reached.at(-1)),
          rate(share(reached.at(-1), reached[0])), remarks(point).join(', ')];
        texts.forEach((text, index) => setText(rows.get(key).children[index], text));
      }
    },
  };
}
