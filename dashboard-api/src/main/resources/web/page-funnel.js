import { createBreakdownPanel } from './breakdown-panel.js';
import { createChartPanel } from './chart-panel.js';
import { createDefinitionView } from './definition-view.js';
import { h } from './dom.js';
import { timeOfDay } from './format.js';
import { funnelById, funnelList, isSimulated, nameOf, onFunnels, refreshFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createKeyFigures } from './key-figures.js';
import { createRangeControl } from './range-control.js';
import { createReportSource } from './report-source.js';
import { editAddress } from './router.js';
import { createNotice, errorPanel, reasonOf, skeleton } from './states.js';
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
      document.title = `${nameOf(funnel)} · Voronka`;
      view = createFunnelView(funnel);
      element.replaceChildren(...view.elements);
      view.configure(currentQuery);
    } else if (funnels) {
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
    h('p', { text: t('state.notFound') }),
    h('a', { href: '#/', text: t('state.toOverview') }));
}

function createFunnelView(funnel) {
  const { definition, id, version } = funnel;
  const name = nameOf(funnel);
  const zone = knownZone(funnel.timeZone);
  const range = createRangeControl(zone);
  const figures = createKeyFigures({ definition });
  const chart = createChartPanel({ definition, name });
  const trend = createTrendPanel();
  const breakdown = createBreakdownPanel(definition);
  const polled = createNotice('quiet');
  const growing = createNotice('calm');
  const stale = createNotice('error', h('button', { type: 'button', text: t('state.retry'), onClick: () => source.retry() }));
  const waiting = skeleton('figures', 'chart');
  const body = h('div', { class: 'page', hidden: true }, figures.element, chart.element, trend.element, breakdown.element);
  const source = createReportSource({ id, zone, onReports, onFailure });
  let query = {};
  let shownAt = null;
  let dataKey = null;

  function onReports({ main, detail, granularity }) {
    waiting.remove();
    body.hidden = false;
    body.classList.remove('waiting');
    shownAt = new Date();
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

  return {
    elements: [
      h('header', { class: 'page-head' },
        h('h1', { text: name }),
        isSimulated(funnel) ? h('span', { class: 'badge', text: t('overview.simulated') }) : null,
        h('span', { class: 'hint', text: t('definition.version', { version }) }),
        h('div', { class: 'page-actions' }, h('a', { class: 'button', href: editAddress(id), text: t('editor.edit') }))),
      h('div', { class: 'controls' }, range.element, polled.element),
      stale.element, growing.element, waiting, body, createDefinitionView(funnel),
    ],
    configure(newQuery) {
      query = newQuery;
      range.show(query);
      chart.showView(query.view);
      const { view: _, ...choice } = { ...query, breakdown: breakdown.nameOf(query) };
      if (JSON.stringify(choice) === dataKey) return;
      dataKey = JSON.stringify(choice);
      body.classList.add('waiting');
      source.configure(choice);
      polled.show(source.isPolled() ? t('range.polled') : null);
    },
    dispose() {
      source.dispose();
      trend.dispose();
    },
  };
}
