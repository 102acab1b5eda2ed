import { h } from './dom.js';
import { loadECharts } from './echarts-loader.js';
import { axisRate, axisStep, bucketName, count, fullCount, rate, share } from './format.js';
import { t } from './i18n.js';
import { FEW_ENTRIES, isFew } from './report.js';

const LARGE_SYMBOLS_UP_TO = 40;
const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

const conversionAt = (point) => share(point.reached.at(-1), point.reached[0]);

/**
 * Entries as pale bars, conversion as a line; dashed where people of a period are still in time.
 * Periods that few people entered are hollow points beside the line.
 */
export function createTrendChart() {
  const element = h('div', { class: 'trend-canvas', role: 'img' });
  const resizing = new ResizeObserver(() => chart?.resize());
  let chart = null;
  let disposed = false;
  let shown = null;

  async function mount() {
    const echarts = await loadECharts();
    if (disposed) return;
    chart = echarts.init(element);
    resizing.observe(element);
    document.addEventListener('themechange', draw);
    draw();
  }

  function draw() {
    if (!chart || !shown) return;
    chart.setOption(optionFor(shown));
  }

  mount().catch(() => element.replaceChildren(h('p', { class: 'hint', text: t('state.failed', { reason: 'ECharts' }) })));
  return {
    element,
    update(points, granularity, zone, marks) {
      shown = { points, granularity, zone, marks };
      const [first, last] = [points[0], points.at(-1)].map((point) => bucketName(point.time, granularity, zone, true));
      element.setAttribute('aria-label', t('trend.description', { first, last }));
      draw();
    },
    dispose() {
      disposed = true;
      resizing.disconnect();
      document.removeEventListener('themechange', draw);
      chart?.dispose();
    },
  };
}

function optionFor({ points, granularity, zone, marks }) {
  const marked = marksOf(points, marks);
  const top = 4 * Math.ceil(axisStep(Math.max(1, ...points.map((point) => point.reached[0]))));
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const text = { color: colour('--muted'), fontFamily: style.fontFamily, fontSize: 12 };
  const line = {
    type: 'line',
    symbol: 'circle',
    // Always there, because a point without neighbours has no line that would show it.
    symbolSize: points.length <= LARGE_SYMBOLS_UP_TO ? 6 : 3,
    showAllSymbol: true,
    itemStyle: { color: colour('--blue') },
  };
  return {
    animation: !reducedMotion.matches,
    animationDuration: 0,
    animationDurationUpdate: 200,
    textStyle: text,
    grid: { left: 16, right: 8, top: 16, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      transitionDuration: 0,
      backgroundColor: colour('--surface'),
      borderColor: colour('--line'),
      textStyle: { ...text, color: colour('--text') },
      formatter: (items) => tooltip(points[items[0].dataIndex], granularity, zone, marked.get(items[0].dataIndex)),
    },
    xAxis: {
      type: 'category',
      data: points.map((point) => bucketName(point.time, granularity, zone)),
      axisLine: { lineStyle: { color: colour('--line') } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: [
      {
        ...axis(Math.min(0.25, axisStep(Math.max(0.001, ...points.map(conversionAt))))),
        axisLabel: { ...text, formatter: axisRate }, splitLine: { lineStyle: { color: colour('--line') } },
      },
      {
        ...axis(top / 4),
        axisLabel: { ...text, formatter: (value) => count(value).text }, splitLine: { show: false },
      },
    ],
    series: [
      {
        type: 'bar', yAxisIndex: 1, barMaxWidth: 32,
        itemStyle: { color: colour('--blue-pale') }, data: points.map((point) => point.reached[0]),
      },
      {
        // From bottom to top and away: the small build of the library has no marks of its own.
        type: 'line', yAxisIndex: 1, silent: true, symbol: 'none', z: 1,
        lineStyle: { width: 2, color: colour('--text') },
        data: [...marked.keys()].flatMap((index) => [[index, 0], [index, top], [index, null]]),
      },
      { ...line, lineStyle: { width: 2 }, data: points.map((point) => (point.mature && !isFew(point) ? conversionAt(point) : null)) },
      {
        ...line,
        lineStyle: { width: 2, type: 'dashed', opacity: 0.7 },
        itemStyle: { color: colour('--blue'), opacity: 0.7 },
        data: openPart(points),
      },
      {
        ...line,
        symbolSize: 5,
        lineStyle: { width: 0 },
        itemStyle: { color: colour('--surface'), borderColor: colour('--blue'), borderWidth: 1, opacity: 0.7 },
        data: points.map((point) => (isFew(point) ? conversionAt(point) : null)),
      },
    ],
  };
}

/** Whether any of the marks lies in what is shown. */
export const hasMarks = (points, marks) => marksOf(points, marks).size > 0;

/** The marks of each period that has some, by its index. */
function marksOf(points, marks) {
  const byIndex = new Map();
  for (const mark of marks) {
    const index = points.findLastIndex(({ time }) => time <= mark.time);
    if (index >= 0) byIndex.set(index, [...(byIndex.get(index) ?? []), mark]);
  }
  return byIndex;
}

/** Both axes have four steps, so that one grid serves both. */
const axis = (step) => ({ type: 'value', min: 0, max: 4 * step, interval: step });

/** The immature points and the one before each, so that the dashed line continues the solid one. */
function openPart(points) {
  const isOpen = (point) => point !== undefined && !point.mature && !isFew(point);
  return points.map((point, index) =>
    (!isFew(point) && (isOpen(point) || isOpen(points[index + 1])) ? conversionAt(point) : null));
}

/** An element, not markup: a style attribute in markup would break the content security policy. */
function tooltip(point, granularity, zone, marks = []) {
  const line = (label, value) => h('div', {}, `${label}: `, h('strong', { text: value }));
  return h('div', { class: 'trend-tooltip' },
    h('div', { text: bucketName(point.time, granularity, zone, true) }),
    line(t('trend.entered'), fullCount(point.reached[0])),
    line(t('trend.conversion'), rate(conversionAt(point))),
    point.mature ? null : h('div', { class: 'hint', text: t('trend.open') }),
    isFew(point) ? h('div', { class: 'hint', text: t('trend.few', { count: FEW_ENTRIES }) }) : null,
    marks.map(({ text }) => h('div', {}, h('strong', { text: `${t('trend.mark')}: ` }), text)));
}
