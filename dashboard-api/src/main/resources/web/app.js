import { mayAs, resumeSession, session, signIn, signedIn, takeSignInFailure, takeTokenFromAddress } from './api.js';
import { createFrame } from './frame.js';
import { refreshFunnels, startFunnels, stopFunnels } from './funnels.js';
import { h } from './dom.js';
import { language, t } from './i18n.js';
import { followLive, startLive, stopLive } from './live.js';
import { leavesDraft } from './leaving.js';
import { alertPage } from './page-alert.js';
import { alertPausesPage } from './page-alert-pauses.js';
import { alertRulePage } from './page-alert-rule.js';
import { alertRulesPage } from './page-alert-rules.js';
import { alertsPage } from './page-alerts.js';
import { editFunnelPage } from './page-editor.js';
import { driversPage } from './page-drivers.js';
import { funnelPage } from './page-funnel.js';
import { newFunnelPage } from './page-new.js';
import { overviewPage } from './page-overview.js';
import { pathsPage } from './page-paths.js';
import { peoplePage } from './page-people.js';
import { personPage } from './page-person.js';
import { sessionsPage } from './page-sessions.js';
import { issuerProblem, signInPage, signInProblem } from './page-sign-in.js';
import { sourcesPage } from './page-sources.js';
import { statusPage } from './page-status.js';
import { currentRoute } from './router.js';
import { forgetSeen } from './seen.js';

const PAGES = {
  new: newFunnelPage,
  edit: editFunnelPage,
  overview: overviewPage,
  funnel: funnelPage,
  people: peoplePage,
  person: personPage,
  paths: pathsPage,
  sessions: sessionsPage,
  drivers: driversPage,
  alerts: alertsPage,
  alert: alertPage,
  'alert-rules': alertRulesPage,
  'alert-rule': alertRulePage,
  'alert-pauses': alertPausesPage,
  sources: sourcesPage,
  status: statusPage,
};

/** Pages that only change something: who may not is told so instead. */
const ROLES_OF_PAGES = { new: 'editor', edit: 'editor', 'alert-rule': 'editor' };

const root = document.getElementById('app');
let frame = null;
let page = null;
let shown = null;

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
}

function show(moveFocus) {
  const { page: name, id, query } = currentRoute();
  const address = `${name}/${id ?? ''}`;
  frame.showRoute(name, id);
  if (name === 'funnel') followLive(id);
  if (name === 'overview') followLive(null);
  if (shown === address) {
    page.changeQuery?.(query);
    return;
  }
  leavePage();
  shown = address;
  page = pageOf(name)({ id, query });
  document.title = `${page.title} · Voronka`;
  frame.main.replaceChildren(page.element);
  window.scrollTo(0, 0);
  if (moveFocus) frame.main.focus({ preventScroll: true });
}

function pageOf(name) {
  const role = ROLES_OF_PAGES[name];
  if (role && !mayAs(role)) return () => messagePage(t('state.needsRole', { role: t(`sources.role.${role}`) }));
  return PAGES[name] ?? (() => messagePage(t('state.notFound')));
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

enter();
