import { breakable, h, setText } from './dom.js';
import { amount, duration, fullCount, rate, rateRange } from './format.js';
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

const EXPECTED = ['figure.expected', ({ projectedConversion: expected }) => (expected
  ? `${rate(expected.estimate)}\n${rateRange(expected)}`
  : rate(null)), 'interval'];
const TARGET = ['table.target', (stage) => rate(stage.target)];
const VALUE = ['figure.value', (stage) => amount(stage.valuesUnread === undefined ? null : stage.value).full];

/** Targets and values have a column where some stage has one. */
function columnsOf({ stages }) {
  return [
    ...COLUMNS,
    ...(stages.length > 1 ? [EXPECTED] : []),
    ...(stages.some((stage) => typeof stage.target === 'number') ? [TARGET] : []),
    ...(stages.some((stage) => stage.value) ? [VALUE] : []),
  ];
}

/** The chart's figures in full, a row a stage. */
export function createFunnelTable({ definition, name }) {
  const columns = columnsOf(definition);
  const rows = definition.stages.map((stage) => ({
    header: h('th', { scope: 'row' }, breakable(stage.name),
      stage.optional ? h('span', { class: 'note', text: ` ${t('chart.optional')}` }) : null),
    cells: columns.map(([, , kind = '']) => h('td', { class: `number ${kind}`.trim() })),
  }));
  const table = h('table', {},
    h('caption', { class: 'hidden-text', text: t('chart.stages', { name }) }),
    h('thead', {}, h('tr', {},
      h('th', { scope: 'col', text: t('table.stage') }),
      columns.map(([key]) => h('th', { scope: 'col', class: 'number', text: t(key) })))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.header, row.cells))));

  return {
    element: h('div', { class: 'table-scroll' }, table),
    update(report) {
      report.stages.forEach((stage, index) => {
        columns.forEach(([, show], column) => {
          if (rows[index]) setText(rows[index].cells[column], show(stage));
        });
      });
    },
  };
}
