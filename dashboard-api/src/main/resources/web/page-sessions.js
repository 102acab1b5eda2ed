import { getSessionReport } from './api-explore.js';
import { h } from './dom.js';
import { onFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { moment, projectZone } from './moments.js';
import { boundsOf } from './range.js';
import { createRangeControl } from './range-control.js';
import { fittingGranularity } from './report.js';
import { changeQuery } from './router.js';
import { createSessionFigures, createSessionGroups, createSessionPages } from './session-parts.js';
import { createSessionTrend } from './session-trend.js';

const GROUPS = ['channel', 'utm_source', 'utm_campaign', 'referring_domain', 'landing', 'exit', 'device', 'country'];
const POLL_MILLIS = 10_000;

/** Visits: how many, how long, where from, where they begin and end. */
export function sessionsPage({ query }) {
  const figures = createSessionFigures();
  const trend = createSessionTrend();
  const groupSelect = h('select', { onChange: () => changeQuery({ breakdown: groupSelect.value }) },
    GROUPS.map((group) => h('option', { value: group, text: t(`sessions.by.${group}`) })));
  const groups = createSessionGroups();
  const entries = createSessionPages(t('sessions.entryPages'));
  const exits = createSessionPages(t('sessions.exitPages'));
  const asOf = h('p', { class: 'hint' });
  const empty = h('p', { class: 'panel', text: t('sessions.empty'), hidden: true });
  const full = h('div', { class: 'page' });
  const place = h('div', { class: 'controls' });
  const loader = createLoader({ load, show, shapes: ['figures', 'chart', 'chart'], everyMillis: POLL_MILLIS });
  let current = query;
  let range = null;
  let fitted = null;

  full.append(figures.element, trend.element,
    h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('breakdown.title') }),
        h('div', { class: 'panel-tools' }, h('label', {}, t('breakdown.by'), groupSelect))),
      groups.element),
    h('div', { class: 'pair-of-panels' }, entries.element, exits.element));
  loader.body.append(empty, full, asOf);

  const groupOf = () => (GROUPS.includes(current.breakdown) ? current.breakdown : GROUPS[0]);

  async function load(signal) {
    const bounds = boundsOf(current, projectZone());
    const ask = (granularity) => getSessionReport({ ...bounds, granularity, breakdown: `session.${groupOf()}` }, signal);
    const granularity = current.granularity ?? fitted ?? 'day';
    const report = await ask(granularity);
    if (current.granularity || fitted) return { report, granularity };
    // Chosen once: an axis that changes its step by itself confuses.
    fitted = fittingGranularity(report);
    return { report: fitted === granularity ? report : await ask(fitted), granularity: fitted };
  }

  function show({ report, granularity }) {
    const nothing = report.sessions === 0;
    empty.hidden = !nothing;
    full.hidden = nothing;
    asOf.textContent = t('sessions.asOf', { time: moment(report.asOf) });
    if (nothing) return;
    figures.update(report);
    trend.update(report, granularity);
    groupSelect.value = groupOf();
    groups.update(report.breakdown, groupOf(), report.sessions);
    entries.update(report.entryPages, report.sessions);
    exits.update(report.exitPages, report.sessions);
  }

  /** Days are the project's: its zone is known once the funnels are. */
  function begin() {
    if (range) return;
    range = createRangeControl(projectZone(), t('explore.when'));
    range.show(current);
    place.replaceChildren(range.element);
    loader.ask();
  }

  const unsubscribe = onFunnels(begin);
  begin();
  return {
    title: t('sessions.title'),
    element: h('div', { class: 'page' },
      h('header', { class: 'page-head' }, h('h1', { text: t('sessions.title') }), h('p', { class: 'hint', text: t('sessions.explain') })),
      place, loader.element),
    changeQuery(newQuery) {
      if (rangeKey(newQuery) !== rangeKey(current)) fitted = null;
      current = newQuery;
      range.show(newQuery);
      loader.change();
    },
    dispose() {
      unsubscribe();
      loader.dispose();
      trend.dispose();
    },
  };
}

const rangeKey = ({ range, from, to }) => JSON.stringify([range, from, to]);
