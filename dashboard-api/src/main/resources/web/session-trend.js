import { createCanvas, tooltipStyle } from './chart-canvas.js';
import { h } from './dom.js';
import { loadECharts } from './echarts-loader.js';
import { axisRate, axisStep, bucketName, count, fullCount, rate, share } from './format.js';
import { t } from './i18n.js';
import { createPlainTable } from './plain-table.js';
import { trendPoints, zoneOf } from './report.js';
import { changeQuery } from './router.js';
import { createViewToggle } from './view-toggle.js';

const GRANULARITIES = ['hour', 'day', 'week', 'month'];

/** Sessions per period as bars, the share that bounced as a line. */
export function createSessionTrend() {
  let shown = null;
  const canvas = createCanvas({ className: 'trend-canvas', load: loadECharts, optionOf });
  const table = createPlainTable({
    caption: t('sessions.trend'),
    className: 'tall',
    columns: [
      { label: t('trend.granularity'), cell: (point) => bucketName(point.time, shown.granularity, shown.zone, true) },
      { label: t('sessions.sessions'), kind: 'number', cell: (point) => fullCount(point.sessions) },
      { label: t('sessions.persons'), kind: 'number', cell: (point) => fullCount(point.persons) },
      { label: t('sessions.bounceRate'), kind: 'number', cell: (point) => rate(point.bounceRate) },
    ],
  });
  const select = h('select', { onChange: () => changeQuery({ granularity: select.value }) },
    GRANULARITIES.map((granularity) => h('option', { value: granularity, text: t(`trend.${granularity}`) })));
  const png = h('button', { type: 'button', text: t('explore.png'), onClick: () => canvas.savePng('sessions', t('sessions.trend'), [description(shown)]) });
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' },
        h('h2', { text: t('sessions.trend') }),
        h('ul', { class: 'legend' },
          h('li', {}, h('span', { class: 'swatch trend-entered' }), t('sessions.sessions')),
          h('li', {}, h('span', { class: 'swatch trend-conversion' }), t('sessions.bounceRate'))),
        h('div', { class: 'panel-tools' }, h('label', {}, t('trend.granularity'), select), createViewToggle(canvas.element, table.element), png)),
      canvas.element, table.element),
    update(report, granularity) {
      select.value = granularity;
      shown = { points: pointsOf(report, granularity), granularity, zone: zoneOf(report) };
      canvas.update(shown, description(shown));
      table.update([...shown.points].reverse());
    },
    dispose: canvas.dispose,
  };
}

/** With zeros for the periods in which nobody came. */
function pointsOf({ series, timeZone }, granularity) {
  const counts = series.map(({ bucket, sessions, persons, bounces }) => ({ bucket, reached: [sessions, persons, bounces], mature: true }));
  return trendPoints({ series: counts, timeZone }, granularity).map(({ time, reached: [sessions, persons, bounces] }) =>
    ({ time, sessions, persons, bounceRate: share(bounces, sessions) }));
}

function description({ points, granularity, zone }) {
  const [first, last] = [points[0], points.at(-1)].map(({ time }) => bucketName(time, granularity, zone, true));
  return t('sessions.trendDescription', { first, last });
}

function optionOf({ points, granularity, zone }, look) {
  const { colour, text } = look;
  const step = Math.ceil(axisStep(Math.max(1, ...points.map(({ sessions }) => sessions))));
  const axis = (interval) => ({ type: 'value', min: 0, max: 4 * interval, interval });
  return {
    textStyle: text,
    grid: { left: 16, right: 8, top: 16, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', ...tooltipStyle(look), formatter: ([{ dataIndex }]) => tooltip(points[dataIndex], granularity, zone) },
    xAxis: {
      type: 'category',
      data: points.map(({ time }) => bucketName(time, granularity, zone)),
      axisLine: { lineStyle: { color: colour('--line') } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: [
      { ...axis(step), axisLabel: { ...text, formatter: (value) => count(value).text }, splitLine: { lineStyle: { color: colour('--line') } } },
      { ...axis(0.25), axisLabel: { ...text, formatter: axisRate }, splitLine: { show: false } },
    ],
    series: [
      { type: 'bar', barMaxWidth: 32, itemStyle: { color: colour('--blue-pale') }, emphasis: { disabled: true }, data: points.map(({ sessions }) => sessions) },
      {
        type: 'line', yAxisIndex: 1, symbol: 'circle', symbolSize: points.length <= 40 ? 6 : 3, showAllSymbol: true,
        itemStyle: { color: colour('--blue') }, lineStyle: { width: 2 }, data: points.map(({ bounceRate }) => bounceRate),
      },
    ],
  };
}

function tooltip(point, granularity, zone) {
  const line = (label, value) => h('div', {}, `${label}: `, h('strong', { text: value }));
  return h('div', { class: 'trend-tooltip' },
    h('div', { text: bucketName(point.time, granularity, zone, true) }),
    line(t('sessions.sessions'), fullCount(point.sessions)),
    line(t('sessions.persons'), fullCount(point.persons)),
    line(t('sessions.bounceRate'), rate(point.bounceRate)));
}
