import { h } from './dom.js';
import { funnelById, funnelList, onFunnels, refreshFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createPeopleFilter } from './people-filter.js';
import { createPeopleList } from './people-list.js';
import { createPersonSearch } from './person-search.js';
import { errorPanel, skeleton } from './states.js';

/** The people behind a number, and the way to a single one by any of its ids. */
export function peoplePage({ query }) {
  const search = createPersonSearch();
  const place = h('div', { class: 'page' }, skeleton('line', 'chart'));
  let current = query;
  let view = null;

  function show() {
    const { funnels, failure } = funnelList();
    if (view || (funnels === null && !failure)) return;
    if (funnels === null) {
      place.replaceChildren(errorPanel(failure, refreshFunnels));
    } else if (funnels.length === 0) {
      place.replaceChildren(h('p', { class: 'panel', text: t('people.noFunnels') }));
    } else {
      view = createView();
      place.replaceChildren(...view.elements);
      view.configure(current);
    }
  }

  const unsubscribe = onFunnels(show);
  show();
  return {
    title: t('people.title'),
    element: h('div', { class: 'page' },
      h('header', { class: 'page-head' }, h('h1', { text: t('people.title') }), search),
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

function createView() {
  const filter = createPeopleFilter();
  const list = createPeopleList();
  return {
    elements: [filter.element, list.element],
    configure(query) {
      const funnel = funnelById(query.funnel) ?? funnelList().funnels[0];
      const choice = filter.show(query, funnel);
      list.show(funnel, choice);
    },
    dispose: list.dispose,
  };
}
