import { session, takeTokenFromAddress, token } from './api.js';
import { createFrame } from './frame.js';
import { refreshFunnels, startFunnels, stopFunnels } from './funnels.js';
import { h } from './dom.js';
import { language, t } from './i18n.js';
import { leavesDraft } from './leaving.js';
import { startLive, stopLive } from './live.js';
import { driversPage } from './page-drivers.js';
import { editFunnelPage } from './page-editor.js';
import { funnelPage } from './page-funnel.js';
import { newFunnelPage } from './page-new.js';
import { overviewPage } from './page-overview.js';
import { pathsPage } from './page-paths.js';
import { peoplePage } from './page-people.js';
import { personPage } from './page-person.js';
import { sessionsPage } from './page-sessions.js';
import { signInPage } from './page-sign-in.js';
import { sourcesPage } from './page-sources.js';
import { statusPage } from './page-status.js';
import { currentRoute } from './router.js';

const PAGES = {
  overview: overviewPage,
  funnel: funnelPage,
  new: newFunnelPage,
  edit: editFunnelPage,
  people: peoplePage,
  person: personPage,
  paths: pathsPage,
  sessions: sessionsPage,
  drivers: driversPage,
  sources: sourcesPage,
  status: statusPage,
};

const root = document.getElementById('app');
let frame = null;
let page = null;
let shown = null;

function start() {
  document.documentElement.lang = language();
  if (!token()) {
    showSignIn(false);
    return;
  }
  frame?.dispose();
  frame = createFrame({ onLanguage: rebuild });
  root.replaceChildren(frame.element);
  startLive();
  startFunnels();
  show(false);
}

function showSignIn(refused) {
  leavePage();
  frame?.dispose();
  frame = null;
  document.title = `${t('signIn.title')} · Voronka`;
  root.replaceChildren(signInPage({ refused, onToken: start }));
  root.querySelector('input').focus(); // the browser obeys autofocus once a document
}

/** Texts are set when elements are built, so a new language builds them again. */
function rebuild() {
  leavePage();
  start();
  frame.focusLanguage();
}

function leavePage() {
  page?.dispose();
  page = null;
  shown = null;
}

function show(moveFocus) {
  const { page: name, id, query } = currentRoute();
  const address = `${name}/${id ?? ''}`;
  frame.showRoute(name, id);
  if (shown === address) {
    page.changeQuery?.(query);
    return;
  }
  leavePage();
  shown = address;
  page = (PAGES[name] ?? missingPage)({ id, query });
  document.title = `${page.title} · Voronka`;
  frame.main.replaceChildren(page.element);
  window.scrollTo(0, 0);
  if (moveFocus) frame.main.focus({ preventScroll: true });
}

function missingPage() {
  const element = h('section', { class: 'panel message' },
    h('p', { text: t('state.notFound') }),
    h('a', { href: '#/', text: t('state.toOverview') }));
  return { title: t('state.notFound'), element, dispose() {} };
}

window.addEventListener('hashchange', async (event) => {
  if (await leavesDraft(page, event)) return;
  if (takeTokenFromAddress()) {
    stopLive();
    stopFunnels();
    start();
  } else if (frame) {
    show(true);
  }
});

session.addEventListener('signedout', (event) => {
  stopLive();
  stopFunnels();
  showSignIn(event.detail === 'refused');
});

document.addEventListener('visibilitychange', () => {
  if (frame && !document.hidden) refreshFunnels();
});

window.addEventListener('beforeunload', (event) => {
  if (page?.isUnsaved?.()) event.preventDefault();
});

takeTokenFromAddress();
start();
