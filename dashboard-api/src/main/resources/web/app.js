import { mayAs, resumeSession, session, signIn, signedIn, takeSignInFailure, takeTokenFromAddress } from './api.js';
import { createFrame } from './frame.js';
import { refreshFunnels, startFunnels, stopFunnels } from './funnels.js';
import { h } from './dom.js';
import { language, t } from './i18n.js';
import { startLive, stopLive } from './live.js';
import { leavesDraft } from './leaving.js';
import { overviewPage } from './page-overview.js';
import { issuerProblem, signInPage, signInProblem } from './page-sign-in.js';
import { currentRoute } from './router.js';
import { forgetSeen } from './seen.js';
import { errorPanel, skeleton } from './states.js';

/** What makes each page. All but the first are loaded when somebody goes there, or has nothing else to do. */
const PAGES = {
  overview: async () => overviewPage,
  new: async () => (await import('./page-new.js')).newFunnelPage,
  edit: async () => (await import('./page-editor.js')).editFunnelPage,
  funnel: async () => (await import('./page-funnel.js')).funnelPage,
  people: async () => (await import('./page-people.js')).peoplePage,
  person: async () => (await import('./page-person.js')).personPage,
  paths: async () => (await import('./page-paths.js')).pathsPage,
  sessions: async () => (await import('./page-sessions.js')).sessionsPage,
  drivers: async () => (await import('./page-drivers.js')).driversPage,
  alerts: async () => (await import('./page-alerts.js')).alertsPage,
  alert: async () => (await import('./page-alert.js')).alertPage,
  'alert-rules': async () => (await import('./page-alert-rules.js')).alertRulesPage,
  'alert-rule': async () => (await import('./page-alert-rule.js')).alertRulePage,
  'alert-pauses': async () => (await import('./page-alert-pauses.js')).alertPausesPage,
  sources: async () => (await import('./page-sources.js')).sourcesPage,
  status: async () => (await import('./page-status.js')).statusPage,
};

const IDLE_MILLIS = 2_000; // after which the other pages are loaded

/** Pages that only change something: who may not is told so instead. */
const ROLES_OF_PAGES = { new: 'editor', edit: 'editor', 'alert-rule': 'editor' };

const root = document.getElementById('app');
let frame = null;
let page = null;
let shown = null;
let awaited = null; // the route whose page is being loaded

/** Takes a token from the address, if there is one, else the session that this browser has. */
async function enter() {
  document.documentElement.lang = language();
  const given = takeTokenFromAddress();
  const failed = takeSignInFailure();
  try {
    await (given ? signIn(given) : resumeSession());
  } catch (failure) {
    showSignIn(signInProblem(failure));
    return;
  }
  if (signedIn()) start();
  else showSignIn(failed ? issuerProblem(failed) : '');
}

function start() {
  leavePage(); // what was shown belongs to the frame before
  document.documentElement.lang = language();
  frame?.dispose();
  frame = createFrame({ onLanguage: rebuild });
  root.replaceChildren(frame.element);
  startFunnels();
  show(false);
  startLive(); // of what is shown
}

function showSignIn(problem) {
  leavePage();
  frame?.dispose();
  frame = null;
  document.title = `${t('signIn.title')} · Voronka`;
  root.replaceChildren(signInPage({ problem, onSignedIn: start }));
  root.querySelector('input').focus(); // the browser obeys autofocus once a document
}

/** Texts are set when elements are built, so a new language builds them again. */
function rebuild() {
  start();
  frame.focusLanguage();
}

function leavePage() {
  page?.dispose();
  page = null;
  shown = null;
  awaited = null;
}

async function show(moveFocus) {
  const route = currentRoute();
  const { page: name, id } = route;
  const address = addressOf(route);
  frame.showRoute(name, id);
  if (shown === address) {
    page?.changeQuery?.(route.query); // one that is being loaded reads the address when it is there
    return;
  }
  leavePage();
  shown = address;
  awaited = route;
  frame.main.replaceChildren(skeleton('line', 'figures')); // seen only where the page has to be loaded
  const create = await pageOf(name);
  if (awaited !== route) return; // somebody went on meanwhile
  const now = currentRoute();
  page = create({ id, query: addressOf(now) === address ? now.query : route.query });
  document.title = `${page.title} · Voronka`;
  frame.main.replaceChildren(page.element);
  window.scrollTo(0, 0);
  if (moveFocus) frame.main.focus({ preventScroll: true });
}

const addressOf = ({ page: name, id }) => `${name}/${id ?? ''}`;

async function pageOf(name) {
  const role = ROLES_OF_PAGES[name];
  if (role && !mayAs(role)) return () => messagePage(t('state.needsRole', { role: t(`sources.role.${role}`) }));
  if (!Object.hasOwn(PAGES, name)) return () => messagePage(t('state.notFound'));
  try {
    return await PAGES[name]();
  } catch (failure) {
    const title = t('state.failed', { reason: t('state.unreachable') });
    return () => ({ title, element: errorPanel(failure, () => location.reload()), dispose() {} });
  }
}

/** So that going there needs no network; what fails is tried again by whoever goes there. */
function loadPages() {
  for (const load of Object.values(PAGES)) load().catch(() => {});
}

function messagePage(text) {
  const element = h('section', { class: 'panel message' },
    h('h1', { text }),
    h('a', { href: '#/', text: t('state.toOverview') }));
  return { title: text, element, dispose() {} };
}

window.addEventListener('hashchange', async (event) => {
  if (await leavesDraft(page, event)) return;
  if (location.hash.startsWith('#token=')) {
    stopLive();
    stopFunnels();
    enter();
  } else if (frame) {
    show(true);
  }
});

session.addEventListener('signedout', (event) => {
  stopLive();
  stopFunnels();
  forgetSeen();
  showSignIn(event.detail === 'refused' ? t('signIn.ended') : '');
});

document.addEventListener('visibilitychange', () => {
  if (frame && !document.hidden) refreshFunnels();
});

window.addEventListener('beforeunload', (event) => {
  if (page?.isUnsaved?.()) event.preventDefault();
});

setTimeout(loadPages, IDLE_MILLIS);
enter();
