import { getJson, searchOf } from './api.js';
import { breakable, h, setAttribute, setText, setVariable } from './dom.js';
import { comparisonOf, wayOf } from './comparison-choice.js';
import { differenceWords, sideName, verdictOf, verdictWords } from './comparison-words.js';
import { count, fullCount, rate } from './format.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';

const REFRESH_MILLIS = 10_000;

/** Two sides of the funnel, stage by stage, with what can be said of their difference. */
export function createComparisonPanel({ id, definition, zone }) {
  const sentence = h('p', { class: 'sentence', role: 'status' });
  const remarks = h('ul', { class: 'hint remarks' });
  const heads = ['one', 'other'].map((side) => h('th', { scope: 'col' }, h('span', { class: `swatch side-${side}` }), h('span')));
  const rows = definition.stages.map((stage) => createRow(stage));
  const table = h('table', { class: 'comparison' },
    h('caption', { class: 'hidden-text', text: t('compare.title') }),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col', text: t('table.stage') }), heads,
      h('th', { scope: 'col', text: t('compare.fromPrevious') }), h('th', { scope: 'col', text: t('compare.fromFirst') }))),
    h('tbody', {}, rows.map((row) => row.element)));
  const pick = h('p', { class: 'hint', text: t('compare.pick'), hidden: true });
  const loader = createLoader({ load, show, shapes: ['chart'], everyMillis: REFRESH_MILLIS });
  const element = h('section', { class: 'panel', hidden: true },
    h('header', { class: 'panel-head' }, h('h2', { text: t('compare.title') })), pick, loader.element);
  loader.body.append(sentence, h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': t('compare.title') }, table), remarks);
  let query = {};
  let asked = null;

  function load(signal) {
    return getJson(`/funnels/${encodeURIComponent(id)}/compare${searchOf(comparisonOf(query, zone))}`, signal);
  }

  function show(answer) {
    ['one', 'other'].forEach((side, index) => setText(heads[index].lastChild, sideName(answer[side], zone)));
    const highest = Math.max(1, ...answer.stages.flatMap(({ one, other }) => [one, other]));
    const entered = Math.max(answer.stages[0].one, answer.stages[0].other, 1);
    answer.stages.forEach((stage, index) => rows[index]?.update(stage, { highest, entered, first: answer.stages[0], confidence: answer.confidence }));
    const last = answer.stages.at(-1);
    const end = last.fromFirst;
    setText(sentence, end === null || end.difference === null ? t('compare.nobody') : t('compare.sentence', {
      one: rate(end.one), other: rate(end.other), difference: differenceWords(end), verdict: verdictWords(end, answer.confidence),
    }));
    remarks.replaceChildren(...remarksOf(answer, end).map((text) => h('li', { text })));
  }

  return {
    element,
    configure(newQuery) {
      query = newQuery;
      const wanted = comparisonOf(query, zone);
      const key = wanted && JSON.stringify([query.compare, query.range, query.from, query.to, query.asOf, query.where, query.counting, query.otherFrom, query.otherTo, query.group, query.otherGroup]);
      element.hidden = wayOf(query) === null;
      pick.hidden = wanted !== null;
      loader.element.hidden = wanted === null;
      if (key === asked) return;
      asked = key;
      if (wanted) loader.change();
      else loader.dispose();
    },
    dispose: loader.dispose,
  };
}

function createRow(stage) {
  const sides = ['one', 'other'].map((side) => ({
    cell: h('td', { class: 'side' }), bar: h('span', { class: `side-bar side-${side}` }), figure: h('strong'), share: h('span', { class: 'hint' }),
  }));
  for (const { cell, bar, figure, share } of sides) cell.append(h('div', { class: 'side-track' }, bar), figure, ' ', share);
  const differences = [h('td', { class: 'difference' }), h('td', { class: 'difference' })];
  const lines = differences.map((cell) => {
    const words = h('div');
    const verdict = h('div', { class: 'verdict-words' });
    cell.append(words, verdict);
    return { cell, words, verdict };
  });
  return {
    element: h('tr', {}, h('th', { scope: 'row' }, breakable(stage.name)), sides.map(({ cell }) => cell), differences),
    update(found, { first, confidence }) {
      ['one', 'other'].forEach((side, index) => {
        const { bar, figure, share } = sides[index];
        const fraction = first[side] > 0 ? found[side] / first[side] : 0;
        // Each side by its own entered: sides of different size are compared by their shares.
        setVariable(bar, '--size', fraction);
        setText(figure, count(found[side]).text);
        figure.title = fullCount(found[side]);
        setText(share, first[side] > 0 ? rate(fraction) : '');
      });
      [found.fromPrevious, found.fromFirst].forEach((shares, index) => {
        const { cell, words, verdict } = lines[index];
        setText(words, shares === null ? '' : differenceWords(shares));
        setText(verdict, shares === null ? '' : verdictWords(shares, confidence));
        setAttribute(cell, 'data-verdict', shares === null ? null : verdictOf(shares));
      });
    },
  };
}

/** What a careful reader has to know of these figures. */
function remarksOf(answer, end) {
  if (end === null) return [];
  const remarks = [t('compare.method', { sure: rate(answer.confidence) }), t('compare.fewest', { count: answer.fewestExpected })];
  if (end.peopleNeeded !== null) remarks.push(t('compare.needed', { needed: fullCount(end.peopleNeeded), power: rate(answer.power) }));
  if (end.oneOpen > 0 || end.otherOpen > 0) remarks.push(t('compare.open', { one: fullCount(end.oneOpen), other: fullCount(end.otherOpen) }));
  if (answer.other.group === null && Date.parse(answer.other.asOf) < Date.parse(answer.one.asOf)) remarks.push(t('compare.asOld'));
  return remarks;
}
