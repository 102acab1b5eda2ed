import { getEventNames, getPaths } from './api-explore.js';
import { h, setText } from './dom.js';
import { fullCount } from './format.js';
import { onFunnels } from './funnels.js';
import { quoted, t } from './i18n.js';
import { createLoader } from './loader.js';
import { projectZone } from './moments.js';
import { createPathsFilter, pathsAsked } from './paths-filter.js';
import { pathsSentence } from './paths-words.js';
import { createPathsTable } from './paths-table.js';
import { createSankey } from './sankey.js';
import { boundsOf } from './range.js';
import { changeQuery } from './router.js';
import { createViewToggle } from './view-toggle.js';

/** What people really do: after an event, before one, or between two. */
export function pathsPage({ query }) {
  const place = h('div');
  const sentence = h('p', { class: 'sentence', role: 'status' });
  const sankey = createSankey({ onEvent: (event) => changeQuery({ mode: undefined, event, to: undefined }) });
  const table = createPathsTable();
  const more = h('p', { class: 'hint', text: t('paths.cut'), hidden: true });
  const empty = h('p', { class: 'hint', text: t('paths.empty'), hidden: true });
  const png = h('button', { type: 'button', text: t('explore.png'), onClick: () => sankey.savePng('paths', t('paths.title'), [sentence.textContent]) });
  const toggle = createViewToggle(sankey.element, table.element);
  const figure = h('div', {}, sankey.element, table.element, more);
  const loader = createLoader({ load, show, shapes: ['chart'] });
  let current = query;
  let filter = null;
  let names = null;

  loader.body.append(h('section', { class: 'panel' },
    h('header', { class: 'panel-head' }, h('h2', { text: t('paths.chart') }), h('div', { class: 'panel-tools' }, toggle, png)),
    sentence, figure, empty, h('p', { class: 'hint', text: t('paths.explain') })));

  async function load(signal) {
    names ??= await getEventNames(signal);
    filter.offer(names);
    const asked = pathsAsked(current, names);
    filter.show(current, asked);
    if (!asked) return { asked, flows: null };
    return { asked, flows: await getPaths({ ...boundsOf(current, projectZone()), ...asked.parameters }, signal) };
  }

  function show({ asked, flows }) {
    const nothing = flows === null || flows.persons === 0;
    empty.hidden = !nothing;
    figure.hidden = nothing;
    toggle.disabled = nothing;
    png.disabled = nothing;
    setText(empty, t(flows === null ? 'paths.noEvents' : 'paths.empty'));
    setText(sentence, nothing ? '' : pathsSentence(asked, flows));
    if (nothing) return;
    more.hidden = !flows.more;
    sankey.update(flows, t('paths.description', { people: fullCount(flows.persons), event: quoted(asked.event) }));
    table.update(flows);
  }

  function begin() {
    if (filter) return;
    filter = createPathsFilter(projectZone());
    place.replaceChildren(filter.element);
    loader.ask();
  }

  const unsubscribe = onFunnels(begin);
  begin();
  return {
    title: t('paths.title'),
    element: h('div', { class: 'page' }, h('header', { class: 'page-head' }, h('h1', { text: t('paths.title') })), place, loader.element),
    changeQuery(newQuery) {
      current = newQuery;
      loader.change();
    },
    dispose() {
      unsubscribe();
      loader.dispose();
      sankey.dispose();
    },
  };
}
