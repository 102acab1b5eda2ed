import { alertSentence, funnelNameOf, isGoingOn, levelOf, stateWords } from './alert-words.js';
import { createAlertsHead } from './alerts-head.js';
import { getAlerts } from './api-alerts.js';
import { h } from './dom.js';
import { amount } from './format.js';
import { funnelList, nameOf, onFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { exactMoment, moment } from './moments.js';
import { alertAddress, changeQuery } from './router.js';

const POLL_MILLIS = 10_000;
const STATES = ['any', 'firing', 'resolved'];

/** Alerts by incident: what goes wrong now first. */
export function alertsPage({ query }) {
  const list = h('div', { class: 'incidents' });
  const empty = h('div', { class: 'panel' });
  const cut = h('p', { class: 'hint', text: t('alerts.cut'), hidden: true });
  const radios = new Map(STATES.map((state) => [state, h('input', {
    type: 'radio', name: 'state', value: state, onChange: () => changeQuery({ state: state === 'any' ? undefined : state }),
  })]));
  const funnelSelect = h('select', { onChange: () => changeQuery({ funnel: funnelSelect.value || undefined }) });
  const loader = createLoader({ load, show, shapes: ['columns', 'columns'], everyMillis: POLL_MILLIS });
  let current = query;
  let shown = '';
  let latest = null;
  loader.body.append(empty, list, cut);

  const stateOf = () => (STATES.includes(current.state) ? current.state : 'any');

  function load(signal) {
    return getAlerts({ state: stateOf() === 'any' ? undefined : stateOf(), funnel: current.funnel, limit: 200 }, signal);
  }

  function show(answer) {
    latest = answer;
    const key = JSON.stringify(answer);
    if (key === shown) return; // who reads keeps the place, the focus and what is unfolded
    shown = key;
    const byId = new Map(answer.alerts.map((alert) => [alert.id, alert]));
    list.replaceChildren(...incidentsOf(answer, byId).map(createIncident));
    empty.hidden = answer.alerts.length > 0;
    empty.replaceChildren(
      h('p', { text: t(stateOf() === 'firing' ? 'alerts.noneFiring' : 'alerts.none') }),
      h('p', { class: 'hint' }, t('alerts.noneHint'), ' ', h('a', { href: '#/alert-rules', text: t('alerts.toRules') })));
    cut.hidden = answer.isComplete;
  }

  function showFilter() {
    radios.get(stateOf()).checked = true;
    const funnels = funnelList().funnels ?? [];
    funnelSelect.replaceChildren(h('option', { value: '', text: t('alerts.allFunnels') }),
      ...funnels.map((funnel) => h('option', { value: funnel.id, text: nameOf(funnel) })));
    funnelSelect.value = current.funnel ?? '';
  }

  /** Their names stand in the list, too. */
  function takeFunnels() {
    showFilter();
    shown = '';
    if (latest) show(latest);
  }

  const unsubscribe = onFunnels(takeFunnels);
  showFilter();
  loader.ask();
  return {
    title: t('alerts.title'),
    element: h('div', { class: 'page' }, createAlertsHead('alerts'),
      h('div', { class: 'controls people-filter' },
        h('fieldset', { class: 'segments' }, h('legend', { text: t('alerts.show') }),
          [...radios].map(([state, radio]) => h('label', {}, radio, h('span', { text: t(`alerts.filter.${state}`) })))),
        h('label', {}, t('people.funnel'), funnelSelect)),
      loader.element),
    changeQuery(newQuery) {
      current = newQuery;
      shown = '';
      showFilter();
      loader.change();
    },
    dispose() {
      unsubscribe();
      loader.dispose();
    },
  };
}

/** `[{lead, others}]`, those that go on first, then the newest; an alert is in one incident. */
function incidentsOf({ alerts, incidents }, byId) {
  const placed = new Set();
  const grouped = incidents.map(({ lead, alerts: ids }) => {
    const own = ids.map((id) => byId.get(id)).filter((alert) => alert && !placed.has(alert.id));
    own.forEach(({ id }) => placed.add(id));
    const first = own.find(({ id }) => id === lead) ?? own[0];
    return first && { lead: first, others: own.filter((alert) => alert !== first) };
  }).filter(Boolean);
  const alone = alerts.filter(({ id }) => !placed.has(id)).map((lead) => ({ lead, others: [] }));
  const isOn = ({ lead, others }) => [lead, ...others].some(isGoingOn);
  return [...grouped, ...alone].sort((one, other) => isOn(other) - isOn(one) || other.lead.detectedAt.localeCompare(one.lead.detectedAt));
}

function createIncident({ lead, others }) {
  return h('article', { class: 'panel incident', dataset: { level: levelOf(lead) } },
    h('header', { class: 'incident-head' },
      h('span', { class: 'state', dataset: { level: levelOf(lead) }, text: stateWords(lead) }),
      h('span', { class: 'note' }, `${funnelNameOf(lead)} · `,
        h('time', { datetime: lead.detectedAt, title: exactMoment(lead.detectedAt), text: t('alerts.detected', { time: moment(lead.detectedAt) }) })),
      lead.acknowledgement ? h('span', { class: 'badge', text: t(`alerts.acked.${lead.acknowledgement.as}`) }) : null),
    h('h2', {}, h('a', { href: alertAddress(lead.id), text: alertSentence(lead) })),
    lead.lost?.soFar > 0 ? h('p', { text: t('alerts.lost', { count: Math.round(lead.lost.soFar), full: amount(Math.round(lead.lost.soFar)).text, perHour: amount(lead.lost.perHour).text }) }) : null,
    others.length > 0 ? h('details', {},
      h('summary', { text: t('alerts.alsoIn', { count: others.length, full: others.length }) }),
      h('ul', { class: 'attempts' }, others.map((alert) => h('li', {}, h('a', { href: alertAddress(alert.id), text: alertSentence(alert) }),
        h('span', { class: 'note', text: ` ${stateWords(alert)}` }))))) : null);
}
