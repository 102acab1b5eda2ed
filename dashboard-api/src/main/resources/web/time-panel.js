import { getReport } from './api.js';
import { createCanvas, tooltipStyle } from './chart-canvas.js';
import { h, setText } from './dom.js';
import { loadECharts } from './echarts-loader.js';
import { axisStep, count, duration, fullCount, rate, share } from './format.js';
import { quoted, t } from './i18n.js';
import { createLoader } from './loader.js';
import { createPlainTable } from './plain-table.js';
import { askedOf } from './report-choice.js';
import { changeQuery } from './router.js';
import { createViewToggle } from './view-toggle.js';

const REFRESH_MILLIS = 10_000;

/** How long people take from one stage to the next. */
export function createTimePanel({ id, definition, zone }) {
  const steps = definition.stages.slice(1).map((stage, index) => ({ stage, number: index + 2 }));
  const choice = h('select', { onChange: () => changeQuery({ step: choice.value }) },
    steps.map(({ number }) => h('option', { value: number, text: stepName(definition, number) })));
  const sentence = h('p', { class: 'sentence', role: 'status' });
  const canvas = createCanvas({ className: 'trend-canvas', load: loadECharts, optionOf });
  const table = createPlainTable({
    caption: t('time.title'), className: 'tall', columns: [
      { label: t('time.span'), cell: (bar) => spanWords(bar) },
      { label: t('time.people'), kind: 'number', cell: (bar) => fullCount(bar.count) },
      { label: t('time.share'), kind: 'number', cell: (bar) => rate(bar.share) },
      { label: t('time.upTo'), kind: 'number', cell: (bar) => rate(bar.upTo) },
    ],
  });
  const empty = h('p', { class: 'hint', text: t('time.empty'), hidden: true });
  const figure = h('div', {}, canvas.element, table.element);
  const toggle = createViewToggle(canvas.element, table.element);
  const loader = createLoader({ load: (signal) => getReport(id, askedOf(query, zone), signal), show, shapes: ['chart'], everyMillis: REFRESH_MILLIS });
  const element = h('section', { class: 'panel' },
    h('header', { class: 'panel-head' }, h('h2', { text: t('time.title') }),
      h('div', { class: 'panel-tools' }, h('label', {}, t('time.step'), choice), toggle)),
    loader.element);
  loader.body.append(sentence, empty, figure, h('p', { class: 'hint', text: t('time.explain') }));
  let query = {};
  let report = null;
  let isOn = false;

  const numberOf = () => (steps.some(({ number }) => String(number) === query.step) ? Number(query.step) : 2);

  function show(answer) {
    report = answer;
    draw();
  }

  function draw() {
    if (!report) return;
    const number = numberOf();
    choice.value = String(number);
    const stage = report.stages[number - 1];
    const bars = barsOf(stage);
    const nothing = bars.length === 0;
    empty.hidden = !nothing;
    figure.hidden = nothing;
    toggle.disabled = nothing;
    const { median, p90, mean } = stage.secondsFromPrevious;
    setText(sentence, nothing ? '' : t('time.sentence', {
      step: stepName(definition, number), people: fullCount(stage.reached), median: duration(median), p90: duration(p90), mean: duration(mean),
    }));
    if (nothing) return;
    canvas.update(bars, t('time.description', { step: stepName(definition, number) }));
    table.update(bars);
  }

  return {
    element,
    hasSteps: steps.length > 0,
    /** Asks only while somebody looks. */
    configure(newQuery, isShown) {
      const key = (one) => JSON.stringify([one.range, one.from, one.to, one.asOf, one.where, one.counting]);
      const isOther = key(newQuery) !== key(query);
      query = newQuery;
      if (isShown && (!isOn || isOther)) loader.change();
      else if (!isShown && isOn) loader.dispose();
      else draw();
      isOn = isShown;
    },
    dispose() {
      loader.dispose();
      canvas.dispose();
    },
  };
}

/** The required stage before is where the time begins. */
function stepName({ stages }, number) {
  const before = stages.slice(0, number - 1).filter(({ optional }, index) => index === 0 || !optional).at(-1);
  return t('time.stepName', { from: quoted(before.name), to: quoted(stages[number - 1].name) });
}

function barsOf({ histogram, reached }) {
  let sum = 0;
  return histogram.map((bar) => {
    sum += bar.count;
    return { ...bar, share: share(bar.count, reached), upTo: share(sum, reached) };
  });
}

// The edges lie up to half a per cent beside these; a label that says 59 min 52 s helps nobody.
const ROUND = [1, 2, 5, 10, 20, 30].flatMap((n) => [n, n * 60]).concat([1, 2, 4, 8, 16].map((n) => n * 3_600), [1, 2, 4, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3660].map((n) => n * 86_400));

const rounded = (seconds) => ROUND.find((round) => Math.abs(seconds - round) <= round * 0.011) ?? seconds;

function spanWords({ fromSeconds, toSeconds }) {
  return fromSeconds === 0
    ? t('time.under', { to: duration(rounded(toSeconds)) })
    : t('time.between', { from: duration(rounded(fromSeconds)), to: duration(rounded(toSeconds)) });
}

function optionOf(bars, look) {
  const { colour, text } = look;
  const step = Math.ceil(axisStep(Math.max(1, ...bars.map((bar) => bar.count))));
  return {
    textStyle: text,
    grid: { left: 16, right: 16, top: 24, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', ...tooltipStyle(look), formatter: (items) => tip(bars[items[0].dataIndex]) },
    xAxis: {
      type: 'category', data: bars.map((bar) => duration(rounded(bar.toSeconds))),
      axisLine: { lineStyle: { color: colour('--line') } }, axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true, formatter: (label) => `≤ ${label}` },
    },
    yAxis: {
      type: 'value', min: 0, max: 4 * step, interval: step,
      axisLabel: { ...text, formatter: (value) => count(value).text }, splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: [{ type: 'bar', barCategoryGap: '8%', itemStyle: { color: colour('--blue') }, data: bars.map((bar) => bar.count) }],
  };
}

function tip(bar) {
  return h('div', { class: 'trend-tooltip' },
    h('div', { text: spanWords(bar) }),
    h('div', {}, `${t('time.people')}: `, h('strong', { text: `${fullCount(bar.count)} (${rate(bar.share)})` })),
    h('div', { class: 'hint', text: t('time.upToWords', { rate: rate(bar.upTo) }) }));
}
