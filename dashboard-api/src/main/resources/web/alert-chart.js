import { isTraffic } from './alert-words.js';
import { createCanvas, tooltipStyle } from './chart-canvas.js';
import { h } from './dom.js';
import { loadAllECharts } from './echarts-loader.js';
import { amount, axisStep, count, fullCount } from './format.js';
import { t } from './i18n.js';
import { moment } from './moments.js';
import { createPlainTable } from './plain-table.js';
import { createViewToggle } from './view-toggle.js';

/** What happened against what was expected, with the onset marked. */
export function createAlertChart() {
  const canvas = createCanvas({ className: 'trend-canvas', load: loadAllECharts, optionOf });
  const table = createPlainTable({
    caption: t('alerts.chart'),
    className: 'tall',
    columns: [
      { label: t('alerts.at'), cell: ({ at }) => moment(at) },
      { label: t('alerts.observed'), kind: 'number', cell: ({ observed }) => fullCount(observed) },
      { label: t('alerts.expected'), kind: 'number', cell: ({ expected }) => amount(expected).full },
    ],
  });
  const empty = h('p', { class: 'hint', text: t('alerts.noSeries') });
  const title = h('h2');
  const png = h('button', { type: 'button', text: t('explore.png'), onClick: () => canvas.savePng('alert', title.textContent, [sentence]) });
  const tools = h('div', { class: 'panel-tools' }, createViewToggle(canvas.element, table.element), png);
  const figure = h('div', {}, canvas.element, table.element);
  let sentence = '';
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, title,
        h('ul', { class: 'legend' },
          h('li', {}, h('span', { class: 'swatch observed' }), t('alerts.observed')),
          h('li', {}, h('span', { class: 'swatch trend-immature' }), t('alerts.expected')),
          h('li', {}, h('span', { class: 'swatch onset' }), t('alerts.onsetMark'))),
        tools),
      figure, empty),
    update(alert, words) {
      const { series = [] } = alert;
      sentence = words;
      title.textContent = t(isTraffic(alert) ? 'alerts.chartTraffic' : 'alerts.chartDrop', { stage: alert.stageName, next: alert.nextStage });
      empty.hidden = series.length > 0;
      figure.hidden = series.length === 0;
      tools.hidden = series.length === 0;
      if (series.length === 0) return;
      canvas.update({ series, onset: alert.onset, resolvedAt: alert.resolvedAt }, `${title.textContent}. ${words}`);
      table.update([...series].reverse());
    },
    dispose: canvas.dispose,
  };
}

function optionOf({ series, onset, resolvedAt }, look) {
  const { colour, text } = look;
  const step = axisStep(Math.max(1, ...series.flatMap(({ observed, expected }) => [observed, expected])));
  const places = series.map(({ at }) => Date.parse(at));
  const placeOf = (time) => Math.max(0, places.findLastIndex((place) => place <= Date.parse(time)));
  const last = series.length - 1;
  return {
    textStyle: text,
    grid: { left: 16, right: 24, top: 32, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', ...tooltipStyle(look), formatter: ([{ dataIndex }]) => tooltip(series[dataIndex]) },
    xAxis: {
      type: 'category', data: series.map(({ at }) => moment(at)),
      axisLine: { lineStyle: { color: colour('--line') } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value', min: 0, max: 4 * step, interval: step,
      axisLabel: { ...text, formatter: (value) => count(value).text }, splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: [
      {
        type: 'bar', barMaxWidth: 24, itemStyle: { color: colour('--blue') }, emphasis: { disabled: true },
        data: series.map(({ observed }) => observed),
        markArea: {
          silent: true, itemStyle: { color: colour('--red'), opacity: 0.08 },
          data: [[{ xAxis: placeOf(onset) }, { xAxis: resolvedAt ? placeOf(resolvedAt) : last }]],
        },
        markLine: {
          silent: true, symbol: 'none', lineStyle: { color: colour('--red'), width: 2, type: 'solid' },
          label: { ...text, color: colour('--red'), formatter: t('alerts.onsetMark'), position: 'end' },
          data: [{ xAxis: placeOf(onset) }],
        },
      },
      {
        type: 'line', symbol: 'none', lineStyle: { width: 2, type: 'dashed', color: colour('--text') }, itemStyle: { color: colour('--text') },
        data: series.map(({ expected }) => expected),
      },
    ],
  };
}

function tooltip({ at, minutes, observed, expected }) {
  const line = (label, value) => h('div', {}, `${label}: `, h('strong', { text: value }));
  return h('div', { class: 'trend-tooltip' },
    h('div', { text: t('alerts.span', { time: moment(at), count: minutes, full: minutes }) }),
    line(t('alerts.observed'), fullCount(observed)),
    line(t('alerts.expected'), amount(expected).full));
}
