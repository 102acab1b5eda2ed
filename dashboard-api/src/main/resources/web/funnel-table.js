import { breakable, h, setText } from './dom.js';
import { duration, fullCount, rate } from './format.js';
import { t } from './i18n.js';

const COLUMNS = [
  ['table.reached', (stage) => fullCount(stage.reached)],
  ['figure.advanced', (stage) => fullCount(stage.advanced)],
  ['figure.pending', (stage) => fullCount(stage.pending)],
  ['figure.lost', (stage) => fullCount(stage.dropped)],
  ['table.fromPrevious', (stage) => rate(stage.conversionFromPrevious)],
  ['table.fromFirst', (stage) => rate(stage.conversionFromFirst)],
  ['table.median', (stage) => duration(stage.secondsFromPrevious.median)],
  ['table.p90', (stage) => duration(stage.secondsFromPrevious.p90)],
];

/** The chart's figures in full, a row a stage. */
export function createFunnelTable({ definition, name }) {
  const rows = definition.stages.map((stage) => ({
    header: h('th', { scope: 'row' }, breakable(stage.name)),
    cells: COLUMNS.map(() => h('td', { class: 'number' })),
  }));
  const table = h('table', {},
    h('caption', { class: 'hidden-text', text: t('chart.stages', { name }) }),
    h('thead', {}, h('tr', {},
      h('th', { scope: 'col', text: t('table.stage') }),
      COLUMNS.map(([key]) => h('th', { scope: 'col', class: 'number', text: t(key) })))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.header, row.cells))));

  return {
    element: h('div', { class: 'table-scroll' }, table),
    update(report) {
      report.stages.forEach((stage, index) => {
        COLUMNS.forEach(([, show], column) => {
          if (rows[index]) setText(rows[index].cells[column], show(stage));
        });
      });
    },
  };
}
