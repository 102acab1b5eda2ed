import { getPerson } from './api-people.js';
import { breakable, h } from './dom.js';
import { fullCount } from './format.js';
import { onFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { exactMoment, moment } from './moments.js';
import { peoplePage } from './page-people.js';
import { createPersonFunnels } from './person-funnels.js';
import { createPersonSearch } from './person-search.js';
import { createPersonTimeline } from './person-timeline.js';
import { personName, valueText } from './person-words.js';
import { peopleAddress } from './router.js';

const PAGE = 200;

/** One person: how far in each funnel and why no further, who it is, and all that happened. */
export function personPage({ id, query }) {
  if (!id) return peoplePage({ query });
  const heading = h('h1', {}, breakable(id));
  const loader = createLoader({
    load: (signal) => getPerson(id, { limit: PAGE }, signal),
    show,
    missing: () => h('p', { class: 'panel', role: 'status', text: t('person.missing', { id }) }),
    shapes: ['line', 'figures', 'chart'],
  });
  let funnels = null;
  let unsubscribe = null;

  function show(person) {
    const name = personName(person);
    heading.replaceChildren(...breakable(name));
    document.title = `${name} · Voronka`;
    funnels?.dispose();
    unsubscribe?.();
    funnels = createPersonFunnels(person.id, query.funnel);
    unsubscribe = onFunnels(funnels.update);
    loader.body.replaceChildren(
      facts(person),
      funnels.element,
      createPersonTimeline(person, { pageSize: PAGE }),
      known(person));
  }

  loader.ask();
  return {
    title: id,
    element: h('div', { class: 'page' },
      h('nav', { class: 'crumbs', 'aria-label': t('person.crumbs') }, h('a', { href: peopleAddress(), text: t('people.title') })),
      h('header', { class: 'page-head' }, heading, createPersonSearch()),
      loader.element),
    dispose() {
      unsubscribe?.();
      funnels?.dispose();
      loader.dispose();
    },
  };
}

function facts(person) {
  const events = person.sessions.reduce((sum, session) => sum + session.events, 0);
  const figures = [
    ['person.firstSeen', moment(person.firstSeen), exactMoment(person.firstSeen)],
    ['person.lastSeen', moment(person.lastSeen), exactMoment(person.lastSeen)],
    ['person.sessions', fullCount(person.sessions.length)],
    ['person.events', fullCount(events)],
    ['person.source', firstSource(person)],
  ];
  return h('dl', { class: 'key-figures person-facts' }, figures.map(([key, text, title]) =>
    h('div', { title }, h('dt', { text: t(key) }), h('dd', { text }))));
}

const firstSource = ({ sessions: [first] }) => first?.utm_source ?? first?.channel ?? '–';

/** What is known: ids and traits. */
function known({ ids, traits }) {
  const rows = Object.entries(traits);
  return h('section', { class: 'panel known' },
    h('div', {},
      h('h2', { text: t('person.traits') }),
      rows.length === 0
        ? h('p', { class: 'hint', text: t('person.noTraits') })
        : h('dl', { class: 'pairs' }, rows.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: valueText(value) })]))),
    h('div', {},
      h('h2', { text: t('person.ids') }),
      h('p', { class: 'hint', text: t('person.idsHint', { count: ids.length, full: fullCount(ids.length) }) }),
      h('ul', { class: 'id-list' }, ids.map((one) => h('li', {}, h('code', {}, breakable(one)))))));
}
