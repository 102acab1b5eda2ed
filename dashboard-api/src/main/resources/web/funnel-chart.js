import { breakable, h, longestPiece, setAttribute, setFigure, setText, setVariable } from './dom.js';
import { amount, count, duration, rate, rateRange, share } from './format.js';
import { quoted, t } from './i18n.js';
import { requiredBefore, split } from './report.js';
import { stageSentence } from './stage-sentence.js';
import { createTarget } from './target-mark.js';

const PARTS = ['advanced', 'pending', 'lost'];
const MANY_STAGES = 7; // from here on columns scroll, below they always fit or become rows
const LEAST_PIXELS = { card: { stage: 48, step: 40 }, page: { stage: 72, step: 58 } };
const LEAST_PIXELS_OF_MANY = { card: { stage: 64, step: 56 }, page: { stage: 112, step: 72 } };
const ROWS_BELOW_PIXELS = { card: 380, page: 560 };
const OVERHANG_PIXELS = { card: 16, page: 24 }; // how far names and figures reach out of their column, to both sides
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * The funnel as columns: full height is who reached the stage, split into who went on, who still can
 * and who is lost. The band between two columns has the height of those who went on.
 *
 * It is made of HTML rather than drawn on a canvas: the stages take focus, speak to a screen reader,
 * wrap their names, and change in place under a resting pointer. Where there is no room for columns
 * the same elements become rows.
 *
 * @param definition the funnel's definition; its stages are fixed for the life of the chart
 * @param compact the small form of a card: no figures under the columns, no focus
 * @param onStage told the index of the stage under the pointer or focus, or null
 */
export function createFunnelChart({ definition, name, compact = false, onStage = () => {} }) {
  const stages = definition.stages.map((stage, index) => createStage(stage, index, compact, index === definition.stages.length - 1));
  const steps = definition.stages.slice(1).map((stage) => createStep(stage.optional, compact));
  const list = h('ol', {
    class: 'funnel-stages',
    'aria-label': t('chart.stages', { name }),
    ...(compact ? {} : { role: 'listbox', 'aria-orientation': 'horizontal' }),
  }, stages.flatMap((stage, index) => (index === 0 ? [stage.element] : [steps[index - 1].element, stage.element])));
  const many = stages.length >= MANY_STAGES;
  const hasTargets = !compact && definition.stages.some((stage) => typeof stage.target === 'number');
  const kinds = [compact && 'compact', many && 'many', hasTargets && 'targets'].filter(Boolean);
  const element = h('div', { class: ['funnel', ...kinds].join(' ') }, list);

  findRoom(element, stages.length, compact);
  if (!compact) followReader(list, stages.map((stage) => stage.element), onStage);

  return {
    element,
    update(report) {
      const highest = Math.max(1, ...report.stages.map((stage) => stage.reached));
      report.stages.forEach((stage, index) => {
        stages[index]?.update(stage, report, highest);
        if (index > 0) steps[index - 1]?.update(stage, highest, requiredBefore(report, definition, index));
      });
      if (compact) return;
      report.stages.forEach((_, index) => {
        if (stages[index]) setAttribute(stages[index].element, 'aria-label', stageSentence(report, index, definition));
      });
    },
  };
}

/** Gives the columns their least width, and turns them into rows where they don't fit even so. */
function findRoom(element, stageCount, compact) {
  const many = stageCount >= MANY_STAGES;
  const place = compact ? 'card' : 'page';
  const least = (many ? LEAST_PIXELS_OF_MANY : LEAST_PIXELS)[place];
  const overhang = OVERHANG_PIXELS[place];
  setVariable(element, '--stage-min', `${least.stage}px`);
  setVariable(element, '--step-min', `${least.step}px`);
  setVariable(element, '--overhang', `${overhang}px`);
  if (compact && many) return;
  const columns = stageCount * least.stage + (stageCount - 1) * least.step + 2 * overhang;
  const limit = Math.max(ROWS_BELOW_PIXELS[place], many ? 0 : columns);
  new ResizeObserver(() => element.classList.toggle('rows', element.clientWidth < limit)).observe(element);
}

function createStage(stage, index, compact, isLast) {
  const figure = h('span', { class: 'stage-count' });
  const parts = PARTS.map((part) => h('span', { class: `part ${part}` }));
  const ofEntered = h('span', { class: 'stage-share' });
  const lost = h('span', { class: 'stage-lost' });
  const pending = h('span', { class: 'stage-pending' });
  const expected = h('span', { class: 'stage-expected' });
  const value = h('span', { class: 'stage-value', hidden: !stage.value });
  const outlook = isLast ? [] : [lost, pending, expected]; // of the last stage there is none
  const details = compact ? [] : [h('div', { class: 'stage-foot' }, ofEntered, outlook, value)];
  const target = compact || typeof stage.target !== 'number' ? null : createTarget(stage.target);
  const name = h('div', { class: 'stage-name' },
    h('span', {}, breakable(stage.name)),
    stage.optional && !compact ? h('small', { text: t('chart.optional') }) : null);
  setVariable(name, '--longest', longestPiece(stage.name));
  const element = h('li', {
    class: stage.optional ? 'stage optional' : 'stage',
    dataset: { index },
    ...(compact ? { title: stage.optional ? `${stage.name} (${t('chart.optional')})` : stage.name } : { role: 'option', tabindex: index === 0 ? '0' : '-1', 'aria-selected': 'false' }),
  },
  h('div', { class: 'stage-area' }, figure, h('div', { class: 'bar' }, parts, target?.element)),
  name,
  details);

  return {
    element,
    update(figures, report, highest) {
      const sizes = split(figures);
      setFigure(figure, count(figures.reached));
      PARTS.forEach((part, position) => {
        setVariable(parts[position], '--size', sizes[part] / highest);
        parts[position].hidden = sizes[part] === 0;
      });
      const fraction = share(figures.reached, report.stages[0].reached);
      setText(ofEntered, fraction === null ? '' : t('chart.ofEntered', { rate: rate(fraction) }));
      showPart(lost, 'chart.lost', figures.dropped);
      showPart(pending, 'chart.pending', figures.pending);
      if (compact) return;
      showExpected(expected, figures.projectedConversion);
      if (stage.value) showValue(value, figures);
      target?.update(figures, report.stages[0].reached, highest, figure);
    },
  };
}

/** The line keeps its place when it has nothing to say, so that the figures below never move. */
function showPart(element, key, value) {
  const shown = count(value);
  setFigure(element, value > 0 ? { text: t(key, { count: shown.text }), full: t(key, { count: shown.full }) } : { text: '', full: '' });
}

function showExpected(element, expected) {
  const words = expected && { rate: rate(expected.estimate), interval: rateRange(expected) };
  setText(element, words ? t('chart.expected', words) : '');
  setAttribute(element, 'title', words ? t('chart.sentenceExpected', words) : null);
}

function showValue(element, { value }) {
  const shown = amount(value);
  setFigure(element, { text: t('chart.value', { value: shown.text }), full: t('chart.value', { value: shown.full }) });
}

/** In the large form the stages are a listbox's options, which have nothing but options beside them. */
function createStep(isAside, compact) {
  const passed = h('span', { class: 'step-rate' });
  const time = h('span', { class: 'step-time' });
  const element = h('li', { class: isAside ? 'step aside' : 'step', role: compact ? null : 'presentation' }, h('div', { class: 'step-band' }), passed, time);
  return {
    element,
    update(stage, highest, before) {
      const median = stage.secondsFromPrevious.median;
      const fraction = stage.conversionFromPrevious;
      setVariable(element, '--size', Math.min(1, stage.reached / highest));
      setText(passed, fraction === null ? '' : rate(fraction));
      setAttribute(passed, 'title', fraction === null ? null : t('chart.step', { rate: rate(fraction), from: quoted(before.name) }));
      setText(time, median === null ? '' : duration(median));
      setAttribute(time, 'title', median === null ? null : t('chart.median', { time: duration(median) }));
    },
  };
}

/** One stage is in the tab order; arrows move between stages; pointer and focus both tell `onStage`. */
function followReader(list, stages, onStage) {
  const indexOf = (node) => stages.indexOf(node.closest?.('.stage'));
  let focused = null;

  function select(index) {
    stages.forEach((stage, position) => {
      setAttribute(stage, 'aria-selected', String(position === index));
      if (index !== null) setAttribute(stage, 'tabindex', position === index ? '0' : '-1');
    });
  }

  list.addEventListener('focusin', (event) => {
    focused = indexOf(event.target);
    select(focused);
    onStage(focused);
  });
  list.addEventListener('focusout', () => {
    focused = null;
    select(null);
    onStage(null);
  });
  list.addEventListener('pointerover', (event) => {
    const index = indexOf(event.target);
    if (index >= 0) onStage(index);
  });
  list.addEventListener('pointerleave', () => onStage(focused));
  list.addEventListener('keydown', (event) => {
    const target = { Home: 0, End: stages.length - 1 }[event.key] ?? focused + STEPS[event.key];
    if (!stages[target]) return;
    event.preventDefault();
    stages[target].focus();
    stages[target].scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}
