import { getReport, mayAs } from './api.js';
import { h, reconcile } from './dom.js';
import { createFirstSteps } from './first-steps.js';
import { createFunnelCard } from './funnel-card.js';
import { createLegend } from './legend.js';
import { funnelList, onFunnels, refreshFunnels } from './funnels.js';
import { t } from './i18n.js';
import { followLive, latestReport, liveState, offerReport, onReport } from './live.js';
import { errorPanel, skeleton } from './states.js';

const PATIENCE_MILLIS = 2_000;

/** A live card per funnel of the project. */
export function overviewPage() {
  const grid = h('div', { class: 'cards' });
  const legend = createLegend();
  const newFunnel = h('a', { class: 'button primary', href: '#/new', text: t('editor.newTitle'), hidden: true });
  const body = h('div', {}, skeleton('card', 'card'));
  const cards = new Map();
  const elements = new Map();
  let showing = null;
  let patience = null;
  followLive(null);

  function show() {
    const { funnels, failure } = funnelList();
    if (funnels === null) {
      if (failure) swap('error', () => errorPanel(failure, refreshFunnels));
    } else if (funnels.length === 0) {
      swap('first-steps', createFirstSteps);
    } else {
      swap('cards', () => grid);
      showCards(funnels);
    }
    legend.hidden = showing !== 'cards';
    newFunnel.hidden = showing !== 'cards' || !mayAs('editor'); // the first steps have their own
  }

  function swap(state, create) {
    if (state === showing && state !== 'error') return;
    showing = state;
    body.replaceChildren(create());
  }

  function showCards(funnels) {
    const byKey = new Map(funnels.map((funnel) => [`${funnel.id} ${funnel.version}`, funnel]));
    reconcile(grid, elements, [...byKey.keys()], (key) => {
      const funnel = byKey.get(key);
      const card = createFunnelCard(funnel);
      cards.set(funnel.id, card);
      const report = latestReport(funnel.id);
      if (report) card.update(report);
      return card.element;
    });
    clearTimeout(patience);
    patience = setTimeout(() => fetchMissing(funnels), PATIENCE_MILLIS);
  }

  /** The stream brings every funnel's report at once; this is for a stream that can't be opened. */
  async function fetchMissing(funnels) {
    if (liveState().state === 'connecting') return;
    for (const { id } of funnels.filter((funnel) => !latestReport(funnel.id))) {
      try {
        offerReport(await getReport(id));
      } catch {
        return; // the badge already says that the service does not answer
      }
    }
  }

  const unsubscribe = [
    onFunnels(show),
    onReport((report) => cards.get(report.funnel)?.update(report)),
  ];
  show();

  return {
    title: t('overview.title'),
    element: h('div', { class: 'page' }, h('header', { class: 'page-head' }, h('h1', { text: t('overview.title') }), legend, newFunnel), body),
    dispose() {
      clearTimeout(patience);
      for (const stop of unsubscribe) stop();
    },
  };
}
