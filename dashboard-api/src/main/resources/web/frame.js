import { createAlertCount } from './alert-count.js';
import { getStatus, signOut } from './api.js';
import { h, icon, reconcile, setAttribute, setText } from './dom.js';
import { funnelList, nameOf, onFunnels } from './funnels.js';
import { LANGUAGES, chooseLanguage, language, t } from './i18n.js';
import { createLiveBadge } from './live-badge.js';
import { funnelAddress } from './router.js';

const ICONS = {
  overview: 'M4 4h6v9H4zM14 4h6v5h-6zM14 13h6v7h-6zM4 17h6v3H4z',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 0 1 0 7.2M18 14.4c2.4 1 4 3.3 4 6.6',
  paths: 'M3 6h5c5 0 5 12 10 12h3M3 12h4M13 6h8M18 3l3 3-3 3M18 15l3 3-3 3',
  sessions: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  drivers: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  alerts: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  sources: 'M12 3c4.4 0 8 1.3 8 3s-3.6 3-8 3-8-1.3-8-3 3.6-3 8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  status: 'M3 12h4l3-8 4 16 3-8h4',
};

/** Pages that are reached through another. */
const PARENTS = { person: 'people', alert: 'alerts', 'alert-rules': 'alerts', 'alert-rule': 'alerts', 'alert-pauses': 'alerts' };

/** Navigation and top bar around the pages. */
export function createFrame({ onLanguage }) {
  const project = h('span', { class: 'project' });
  const main = h('main', { id: 'main', tabindex: '-1' });
  const badge = createLiveBadge();
  const languageSelect = select(t('frame.language'), LANGUAGES.map(({ code, name }) => [code, name]), language(), (code) => {
    chooseLanguage(code);
    onLanguage();
  });
  const themeSelect = select(t('frame.theme'), ['auto', 'light', 'dark'].map((theme) => [theme, t(`frame.theme.${theme}`)]),
    window.voronkaTheme.choice(), window.voronkaTheme.choose);

  const navigation = createNavigation();
  const skip = h('a', { class: 'skip', href: '#main', text: t('frame.skip'), onClick: (event) => {
    event.preventDefault(); // the hash belongs to the router
    main.focus();
  } });
  const top = h('header', { class: 'top' },
    h('a', { class: 'brand', href: '#/', text: 'Voronka' }), project, badge.element,
    h('div', { class: 'top-tools' }, languageSelect, themeSelect,
      h('button', { class: 'quiet', type: 'button', text: t('frame.signOut'), onClick: leave })));

  const unsubscribe = onFunnels(() => showProject(project));
  showProject(project);
  return {
    element: h('div', { class: 'frame' }, skip, top, navigation.element, main),
    main,
    showRoute: navigation.showRoute,
    focusLanguage: () => languageSelect.focus(),
    dispose() {
      unsubscribe();
      badge.dispose();
      navigation.dispose();
    },
  };
}

function select(label, options, chosen, onChoose) {
  return h('select', { 'aria-label': label, title: label, onChange: (event) => onChoose(event.target.value) },
    options.map(([value, text]) => h('option', { value, text, selected: value === chosen })));
}

/** Nobody can be signed out while the service is away: the badge says that it is. */
function leave() {
  signOut().catch(() => {});
}

async function showProject(element) {
  if (element.textContent !== '') return;
  try {
    const { project } = await getStatus();
    setText(element, project ?? '');
  } catch {
    // The pages report what fails; the name alone is not worth a second message.
  }
}

function createNavigation() {
  const count = createAlertCount();
  const links = {
    overview: navLink('#/', ICONS.overview, t('frame.overview')),
    people: navLink('#/people', ICONS.people, t('frame.people')),
    paths: navLink('#/paths', ICONS.paths, t('frame.paths')),
    sessions: navLink('#/sessions', ICONS.sessions, t('frame.sessions')),
    drivers: navLink('#/drivers', ICONS.drivers, t('frame.drivers')),
    alerts: navLink('#/alerts', ICONS.alerts, t('frame.alerts'), count.element),
    sources: navLink('#/sources', ICONS.sources, t('frame.sources')),
    status: navLink('#/status', ICONS.status, t('frame.status')),
  };
  const list = h('ul', { class: 'nav-funnels' });
  const funnels = h('div', { class: 'nav-group' }, h('h2', { text: t('frame.funnels') }), list);
  const items = new Map();
  let route = {};

  function showFunnels() {
    const known = funnelList().funnels ?? [];
    funnels.hidden = known.length === 0;
    reconcile(list, items, known.map(({ id }) => id), (id) => h('li', {}, h('a', { href: funnelAddress(id) }, h('span'))));
    for (const funnel of known) {
      const link = items.get(funnel.id).firstChild;
      setText(link.firstChild, nameOf(funnel));
      setAttribute(link, 'title', nameOf(funnel));
    }
    mark();
  }

  function mark() {
    for (const [page, link] of Object.entries(links)) setAttribute(link, 'aria-current', page === (PARENTS[route.page] ?? route.page) ? 'page' : null);
    for (const [id, item] of items) {
      setAttribute(item.firstChild, 'aria-current', route.page === 'funnel' && route.id === id ? 'page' : null);
    }
  }

  const unsubscribe = onFunnels(showFunnels);
  showFunnels();
  return {
    element: h('nav', { class: 'nav', 'aria-label': t('frame.navigation') }, links.overview, funnels, links.people, links.paths, links.sessions, links.drivers, links.alerts, links.sources, links.status),
    showRoute(page, id) {
      route = { page, id };
      mark();
      // On a phone the bar holds more than fits.
      links[PARENTS[page] ?? page]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
    dispose() {
      unsubscribe();
      count.dispose();
    },
  };
}

function navLink(href, path, text, mark = null) {
  return h('a', { class: 'nav-link', href, title: text }, icon(path), h('span', { text }), mark);
}
