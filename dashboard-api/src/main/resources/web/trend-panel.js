import { h, setText } from './dom.js';
import { t } from './i18n.js';
import { createMarks } from './marks.js';
import { FEW_ENTRIES, isFew, trendPoints, zoneOf } from './report.js';
import { changeQuery } from './router.js';
import { createTrendChart, hasMarks } from './trend-chart.js';
import { createTrendTable } from './trend-table.js';

const GRANULARITIES = ['hour', 'day', 'week', 'month'];

/** Conversion per entry period. */
export function createTrendPanel({ funnel }) {
  const granularitySelect = h('select', { onChange: () => changeQuery({ granularity: granularitySelect.value }) },
    GRANULARITIES.map((granularity) => h('option', { value: granularity, text: t(`trend.${granularity}`) })));
  const chart = createTrendChart();
  const table = createTrendTable();
  const empty = h('p', { class: 'hint', text: t('trend.empty'), hidden: true });
  const toggle = h('button', { type: 'button', 'aria-pressed': 'false', text: t('chart.showTable'), onClick: switchView });
  const zone = h('span');
  let asTable = false;
  let shown = null;
  let marks = [];
  const notes = createMarks({ funnel, onMarks: (known) => {
    marks = known;
    if (shown && !asTable) showPoints();
  } });
  table.element.hidden = true;

  function switchView() {
    asTable = !asTable;
    showPoints();
    chart.element.hidden = asTable;
    table.element.hidden = !asTable;
    toggle.setAttribute('aria-pressed', String(asTable));
    setText(toggle, t(asTable ? 'chart.showChart' : 'chart.showTable'));
  }

  /** Only what is visible is kept current: a hidden table of two thousand rows would cost every update. */
  function showPoints() {
    (asTable ? table : chart).update(shown.points, shown.granularity, shown.zone, marks);
    legend.querySelector('.trend-mark').parentElement.hidden = !hasMarks(shown.points, marks);
  }

  const legend = h('ul', { class: 'legend' }, ['entered', 'conversion', 'immature', 'mark', 'few'].map((key) =>
    h('li', {}, h('span', { class: `swatch trend-${key}` }), t(`trend.${key}`, { count: FEW_ENTRIES }))));
  const figure = h('div', { class: 'trend-figure' }, chart.element, table.element, empty);
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' },
        h('h2', { text: t('trend.title') }),
        legend,
        h('div', { class: 'panel-tools' }, h('label', {}, t('trend.granularity'), granularitySelect), toggle)),
      figure,
      h('p', { class: 'hint' }, t('trend.explain'), ' ', zone), notes.element),
    /** `report` null: not here yet; what is shown is dimmed until it comes. */
    update(report, granularity) {
      granularitySelect.value = granularity;
      figure.classList.toggle('waiting', report === null);
      if (report === null) return;
      const points = trendPoints(report, granularity);
      const nothing = points.every((point) => point.reached[0] === 0);
      empty.hidden = !nothing;
      toggle.disabled = nothing;
      chart.element.hidden = asTable || nothing;
      table.element.hidden = !asTable || nothing;
      legend.lastChild.hidden = !points.some((point) => point.reached[0] > 0 && isFew(point));
      if (nothing) return;
      shown = { points, granularity, zone: zoneOf(report) };
      setText(zone, t('trend.zone', { zone: shown.zone }));
      showPoints();
    },
    dispose() {
      chart.dispose();
      notes.dispose();
    },
  };
}
