import { getDrivers } from './api-explore.js';
import { h, reconcile, setText } from './dom.js';
import { createDriverLists } from './driver-lists.js';
import { fullCount } from './format.js';
import { funnelById, funnelList, nameOf, onFunnels, refreshFunnels } from './funnels.js';
import { quoted, t } from './i18n.js';
import { createLoader } from './loader.js';
import { boundsOf } from './range.js';
import { createRangeControl } from './range-control.js';
import { changeQuery, funnelAddress, peopleAddress } from './router.js';
import { errorPanel, skeleton } from './states.js';
import { knownZone } from './zone.js';

/** What goes with going on from a stage or being lost there. */
export function driversPage({ query }) {
  const place = h('div', { class: 'page' }, skeleton('line', 'chart'));
  let current = query;
  let view = null;

  function show() {
    const { funnels, failure } = funnelList();
    if (view || (funnels === null && !failure)) return;
    if (funnels === null) {
      place.replaceChildren(errorPanel(failure, refreshFunnels));
    } else if (!funnels.some(hasSteps)) {
      place.replaceChildren(h('p', { class: 'panel', text: t('drivers.noFunnels') }));
    } else {
      view = createView();
      place.replaceChildren(...view.elements);
      view.configure(current);
    }
  }

  const unsubscribe = onFunnels(show);
  show();
  return {
    title: t('drivers.title'),
    element: h('div', { class: 'page' },
      h('header', { class: 'page-head' }, h('h1', { text: t('drivers.title') }), h('p', { class: 'hint', text: t('drivers.explain') })),
      place),
    changeQuery(newQuery) {
      current = newQuery;
      view?.configure(newQuery);
    },
    dispose() {
      unsubscribe();
      view?.dispose();
    },
  };
}

const hasSteps = ({ definition }) => definition.stages.length > 1;

function createView() {
  const funnels = funnelList().funnels.filter(hasSteps);
  const funnelSelect = h('select', { onChange: () => changeQuery({ funnel: funnelSelect.value, stage: undefined }) },
    funnels.map((funnel) => h('option', { value: funnel.id, text: nameOf(funnel) })));
  const stageSelect = h('select', { onChange: () => changeQuery({ stage: stageSelect.value }) });
  const range = createRangeControl(knownZone(funnels[0].timeZone));
  const options = new Map();
  const sentence = h('p', { class: 'list-sentence', role: 'status' });
  const links = h('p', { class: 'hint' });
  const lists = createDriverLists();
  const loader = createLoader({ load, show, shapes: ['line', 'chart', 'chart'] });
  let funnel = null;
  let stage = 1;
  let current = {};
  loader.body.append(h('section', { class: 'panel' }, sentence, links), ...lists.elements);

  function load(signal) {
    return getDrivers(funnel.id, { ...boundsOf(current, knownZone(funnel.timeZone)), stage, limit: 200 }, signal);
  }

  function show(report) {
    const { stages } = funnel.definition;
    const params = {
      stage: quoted(stages[stage - 1].name),
      advanced: fullCount(report.advanced), dropped: fullCount(report.dropped), pending: fullCount(report.pendingLeftOut),
    };
    const hasBoth = report.advanced > 0 && report.dropped > 0;
    setText(sentence, t(hasBoth ? 'drivers.sentence' : 'drivers.sentenceOneSided', params));
    links.replaceChildren(
      t('drivers.pending', params), ' ',
      h('a', { href: peopleAddress({ funnel: funnel.id, stage, state: 'dropped', range: current.range, from: current.from, to: current.to }), text: t('drivers.lostPeople') }), ' · ',
      h('a', { href: funnelAddress(funnel.id), text: nameOf(funnel) }));
    for (const element of lists.elements) element.hidden = !hasBoth;
    if (hasBoth) lists.update(report, stages[stage - 1].name);
  }

  return {
    elements: [
      h('section', { class: 'controls people-filter', 'aria-label': t('drivers.filter') },
        h('label', {}, t('people.funnel'), funnelSelect), h('label', {}, t('drivers.after'), stageSelect), range.element),
      loader.element,
    ],
    configure(query) {
      current = query;
      const wanted = funnelById(query.funnel);
      funnel = wanted && hasSteps(wanted) ? wanted : funnels[0];
      const { stages } = funnel.definition;
      const asked = Number(query.stage);
      stage = Number.isInteger(asked) && asked >= 1 && asked < stages.length ? asked : 1;
      funnelSelect.value = funnel.id;
      reconcile(stageSelect, options, stages.slice(0, -1).map((_, index) => `${index + 1}`), (number) => h('option', { value: number }));
      stages.slice(0, -1).forEach((one, index) => setText(options.get(`${index + 1}`), `${index + 1}. ${one.name}`));
      stageSelect.value = String(stage);
      range.show(query);
      loader.change();
    },
    dispose: loader.dispose,
  };
}
