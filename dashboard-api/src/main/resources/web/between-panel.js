import { getJson, searchOf } from './api.js';
import { h, setText } from './dom.js';
import { fullCount, rate, share } from './format.js';
import { quoted, t } from './i18n.js';
import { createLoader } from './loader.js';
import { createPathsTable } from './paths-table.js';
import { askedOf } from './report-choice.js';
import { changeQuery } from './router.js';
import { createSankey } from './sankey.js';
import { createViewToggle } from './view-toggle.js';

/** What people really do at a stage: on the way to the next, and when they are lost. */
export function createBetweenPanel({ id, definition, zone }) {
  const choices = choicesOf(definition);
  const choice = h('select', { onChange: () => changeQuery({ flow: choice.value }) }, choices.map(({ key, words }) => h('option', { value: key, text: words })));
  const sentence = h('p', { class: 'sentence', role: 'status' });
  const sankey = createSankey({ onEvent: (event) => {
    location.hash = `#/paths?${new URLSearchParams({ event })}`;
  } });
  const table = createPathsTable();
  const empty = h('p', { class: 'hint', text: t('between.empty'), hidden: true });
  const more = h('p', { class: 'hint', text: t('paths.cut'), hidden: true });
  const png = h('button', { type: 'button', text: t('explore.png'), onClick: () => sankey.savePng(`${id}-paths`, t('between.title'), [chosen().words, sentence.textContent]) });
  const toggle = createViewToggle(sankey.element, table.element);
  const figure = h('div', {}, sankey.element, table.element, more);
  const loader = createLoader({ load, show, shapes: ['chart'] });
  const element = h('section', { class: 'panel' },
    h('header', { class: 'panel-head' }, h('h2', { text: t('between.title') }),
      h('div', { class: 'panel-tools' }, h('label', {}, t('between.which'), choice), toggle, png)),
    loader.element);
  loader.body.append(sentence, empty, figure, h('p', { class: 'hint', text: t('between.explain') }));
  let query = {};
  let asked = null;

  const chosen = () => choices.find(({ key }) => key === query.flow) ?? choices[0];

  function load(signal) {
    const { counting: _, ...report } = askedOf(query, zone);
    return getJson(`/funnels/${encodeURIComponent(id)}/paths${searchOf({ ...report, stage: chosen().stage, state: chosen().state, top: 8 })}`, signal);
  }

  function show(flows) {
    const nothing = flows.persons === 0;
    const hasWays = flows.nodes.some(({ step }) => step > 0); // else there is nothing to draw: the sentence says all
    empty.hidden = !nothing;
    figure.hidden = !hasWays;
    toggle.disabled = !hasWays;
    png.disabled = !hasWays;
    setText(sentence, nothing ? '' : wordsOf(flows, chosen(), definition));
    if (!hasWays) return;
    more.hidden = !flows.more;
    // Where people arrive is no end: nobody stopped there.
    const shown = { ...flows, start: '', end: flows.state === 'advanced' ? '' : null };
    sankey.update(shown, sentence.textContent);
    table.update(shown);
  }

  return {
    element,
    /** Asks only while somebody looks. */
    configure(newQuery, isShown) {
      query = newQuery;
      choice.value = chosen().key;
      const key = isShown ? JSON.stringify([chosen().key, askedOf({ ...query, counting: undefined }, zone).from, query.range, query.to, query.asOf, query.where]) : null;
      if (key === asked) return;
      asked = key;
      if (isShown) loader.change();
      else loader.dispose();
    },
    dispose() {
      loader.dispose();
      sankey.dispose();
    },
  };
}

/** Where most are lost is what is asked first: the losses of each stage, then the ways on. */
function choicesOf({ stages }) {
  const required = stages.map((stage, index) => ({ stage, number: index + 1 })).filter(({ stage }, index) => index === 0 || !stage.optional);
  const steps = required.slice(0, -1);
  return [
    ...steps.map(({ stage, number }) => ({ key: `lost-${number}`, stage: number, state: 'dropped', words: t('between.lost', { stage: quoted(stage.name) }) })),
    ...steps.map(({ stage, number }, index) => ({
      key: `between-${number}`, stage: number, state: 'advanced',
      words: t('between.between', { from: quoted(stage.name), to: quoted(required[index + 1].stage.name) }),
    })),
    ...required.map(({ stage, number }) => ({ key: `after-${number}`, stage: number, state: 'reached', words: t('between.after', { stage: quoted(stage.name) }) })),
  ];
}

function wordsOf(flows, { state, stage, words }, definition) {
  const people = flows.persons;
  const seconds = flows.nodes.filter(({ step, other }) => step === 1 && !other);
  const most = seconds.reduce((best, node) => (best === null || node.persons > best.persons ? node : best), null);
  const ended = flows.nodes.filter(({ step }) => step === 0).reduce((sum, node) => sum + node.ended, 0);
  return [
    state === 'dropped'
      ? t('between.sentenceLost', { count: people, people: fullCount(people), stage: quoted(definition.stages[stage - 1].name) })
      : `${words}: ${fullCount(people)}.`,
    most ? t('between.next', { next: quoted(most.event), rate: rate(share(most.persons, people)) }) : null,
    ended > 0 && state !== 'advanced' ? t('between.ended', { rate: rate(share(ended, people)) }) : null,
  ].filter(Boolean).join(' ');
}
