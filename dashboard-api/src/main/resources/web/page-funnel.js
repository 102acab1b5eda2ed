import { mayAs } from './api.js';
import { createBetweenPanel } from './between-panel.js';
import { createBreakdownPanel } from './breakdown-panel.js';
import { createChartPanel } from './chart-panel.js';
import { createComparisonControl } from './comparison-control.js';
import { createComparisonPanel } from './comparison-panel.js';
import { createDefinitionView } from './definition-view.js';
import { h } from './dom.js';
import { timeOfDay } from './format.js';
import { funnelById, funnelList, isSimulated, nameOf, onFunnels, refreshFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createKeyFigures } from './key-figures.js';
import { followLive } from './live.js';
import { rangeOf } from './range.js';
import { createRangeControl } from './range-control.js';
import { askedOf, peopleChoice } from './report-choice.js';
import { createReportExport } from './report-export.js';
import { createReportFilters } from './report-filters.js';
import { createReportSource } from './report-source.js';
import { changeQuery, editAddress, peopleAddress } from './router.js';
import { createNotice, errorPanel, reasonOf, skeleton } from './states.js';
import { createTabs } from './tabs.js';
import { createTimePanel } from './time-panel.js';
import { createTrendPanel } from './trend-panel.js';
import { knownZone } from './zone.js';

/** Everything about one funnel. Builds its view once per version of the definition. */
export function funnelPage({ id, query }) {
  const element = h('div', { class: 'page' }, skeleton('line', 'figures', 'chart'));
  let view = null;
  let version = null;
  let currentQuery = query;

  function show() {
    const funnel = funnelById(id);
    const { funnels, failure } = funnelList();
    if (funnel && funnel.version === version) return;
    view?.dispose();
    view = null;
    version = funnel?.version;
    if (funnel) {
      followLive(id); // of one that is not there nothing could be heard
      document.title = `${nameOf(funnel)} · Voronka`;
      view = createFunnelView(funnel);
      element.replaceChildren(...view.elements);
      view.configure(currentQuery);
    } else if (funnels) {
      followLive(null);
      element.replaceChildren(notFound());
    } else if (failure) {
      element.replaceChildren(errorPanel(failure, refreshFunnels));
    }
  }

  const unsubscribe = onFunnels(show);
  show();
  return {
    title: funnelById(id) ? nameOf(funnelById(id)) : id,
    element,
    changeQuery(newQuery) {
      currentQuery = newQuery;
      view?.configure(newQuery);
    },
    dispose() {
      unsubscribe();
      view?.dispose();
    },
  };
}

function notFound() {
  return h('section', { class: 'panel message' },
    h('h1', { text: t('state.notFound') }),
    h('a', { href: '#/', text: t('state.toOverview') }));
}

function createFunnelView(funnel) {
  const { definition, id, version } = funnel;
  const name = nameOf(funnel);
  const zone = knownZone(funnel.timeZone);
  let query = {};
  let shownAt = null;
  let dataKey = null;
  let main = null;
  let granularity = null;
  let tab = null;

  const peopleOf = (figure) => peopleAddress({ funnel: id, ...peopleChoice(query), ...figure });
  const range = createRangeControl(zone);
  const filters = createReportFilters({ definition, zone });
  const compare = createComparisonControl({ hasBreakdowns: definition.breakdowns.length > 0, zone });
  const figures = createKeyFigures({ definition });
  const chart = createChartPanel({ definition, name, peopleOf });
  const comparison = createComparisonPanel({ id, definition, zone });
  const trend = createTrendPanel({ funnel: id });
  const breakdown = createBreakdownPanel(definition, { peopleOf, onGroup: chart.overlay, onGroups: compare.offer });
  const time = createTimePanel({ id, definition, zone });
  const between = createBetweenPanel({ id, definition, zone });
  const polled = createNotice('quiet');
  const growing = createNotice('calm');
  const stale = createNotice('error', h('button', { type: 'button', text: t('state.retry'), onClick: () => source.retry() }));
  const waiting = skeleton('figures', 'chart');
  const panels = [
    { id: 'trend', label: t('trend.title'), element: trend.element },
    ...(definition.breakdowns.length > 0 ? [{ id: 'breakdown', label: t('breakdown.title'), element: breakdown.element }] : []),
    ...(time.hasSteps ? [{ id: 'time', label: t('time.title'), element: time.element }] : []),
    { id: 'paths', label: t('report.tab.paths'), element: between.element },
  ];
  const links = [
    { href: peopleAddress({ funnel: id }), label: t('report.tab.people') },
    ...(time.hasSteps ? [{ href: `#/drivers?${new URLSearchParams({ funnel: id })}`, label: t('report.tab.drivers') }] : []),
  ];
  const tabs = createTabs({ label: t('report.tabs'), tabs: panels, links, onChoose: (chosen) => changeQuery({ tab: chosen === 'trend' ? undefined : chosen }) });
  const body = h('div', { class: 'page', hidden: true }, figures.element, chart.element, comparison.element, tabs.element);
  const source = createReportSource({ id, zone, onReports, onFailure });
  const exporting = createReportExport({ id, definition, name, zone, current: () => ({
    report: main, asked: askedOf(query, zone), breakdown: breakdown.nameOf(query), granularity, words: t(`range.${rangeOf(query)}`),
  }) });

  function onReports({ main: newest, detail, granularity: shown }) {
    waiting.remove();
    body.hidden = false;
    body.classList.remove('waiting');
    shownAt = new Date();
    main = newest;
    granularity = shown;
    figures.update(main);
    chart.update(main);
    trend.update(detail, granularity);
    const group = breakdown.nameOf(query);
    if (group) breakdown.update(main.breakdowns?.[group] ? main : detail, group);
    growing.show(main.complete ? null : t('state.growing'));
  }

  function onFailure(failure) {
    stale.show(failure && t(shownAt ? 'state.stale' : 'state.failed', {
      reason: reasonOf(failure), time: shownAt && timeOfDay(shownAt),
    }));
  }

  function showTab() {
    tab = panels.some((panel) => panel.id === query.tab) ? query.tab : 'trend';
    tabs.show(tab);
    if (tab !== 'breakdown') chart.overlay(null);
    if (time.hasSteps) time.configure(query, tab === 'time');
    between.configure(query, tab === 'paths');
  }

  return {
    elements: [
      h('header', { class: 'page-head' },
        h('h1', { text: name }),
        isSimulated(funnel) ? h('span', { class: 'badge', text: t('overview.simulated') }) : null,
        h('span', { class: 'hint', text: t('definition.version', { version }) }),
        h('div', { class: 'page-actions' }, exporting, mayAs('editor') ? h('a', { class: 'button', href: editAddress(id), text: t('editor.edit') }) : null)),
      h('div', { class: 'controls' }, range.element, compare.element, filters.element, polled.element),
      stale.element, growing.element, waiting, body, createDefinitionView(funnel),
    ],
    configure(newQuery) {
      query = newQuery;
      range.show(query);
      filters.show(query);
      compare.show(query);
      chart.showView(query.view);
      chart.link();
      comparison.configure(query);
      showTab();
      const { range: chosen, from, to, asOf, where, counting, granularity: step } = query;
      const choice = { range: chosen, from, to, asOf, where, counting, granularity: step, breakdown: breakdown.nameOf(query) };
      if (JSON.stringify(choice) === dataKey) return;
      dataKey = JSON.stringify(choice);
      body.classList.add('waiting');
      source.configure(choice);
      polled.show(source.isPolled() ? t('range.polled') : null);
    },
    dispose() {
      source.dispose();
      filters.dispose();
      comparison.dispose();
      time.dispose();
      between.dispose();
      trend.dispose();
    },
  };
}
