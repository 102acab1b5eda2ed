import { createAlertChart } from './alert-chart.js';
import { createAlertDeliveries } from './alert-deliveries.js';
import { createAlertActions } from './alert-actions.js';
import { alertSentence, expectedOf, funnelNameOf, isTraffic, levelOf, observedOf, segmentWords, stateWords, suretyWords } from './alert-words.js';
import { getAlert } from './api-alerts.js';
import { h, setText } from './dom.js';
import { amount, fullCount, rate, rateRange } from './format.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { exactMoment, moment, projectZone } from './moments.js';
import { createPlainTable } from './plain-table.js';
import { funnelAddress, peopleAddress } from './router.js';
import { wallOf } from './zone.js';

const POLL_MILLIS = 15_000;

/** One alert: what happens, how sure that is, whom it concerns, and what to do about it. */
export function alertPage({ id }) {
  const heading = h('h1', { text: t('alerts.one') });
  const state = h('span', { class: 'state' });
  const where = h('span', { class: 'note' });
  const facts = h('dl', { class: 'key-figures person-facts' });
  const chart = createAlertChart();
  const cause = createCause();
  const affected = h('p');
  const actions = createAlertActions({ id, onDone: () => loader.ask() });
  const deliveries = createAlertDeliveries({ id });
  const loader = createLoader({
    load: (signal) => getAlert(id, signal),
    show,
    missing: () => h('p', { class: 'panel', role: 'status', text: t('alerts.missing') }),
    shapes: ['figures', 'chart'],
    everyMillis: POLL_MILLIS,
  });
  loader.body.append(facts, chart.element,
    h('div', { class: 'pair-of-panels' }, cause.element,
      h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: t('alerts.affected') })), affected)),
    actions.element, deliveries.element);

  function show(alert) {
    const sentence = alertSentence(alert);
    document.title = `${t('alerts.one')} · Voronka`;
    setText(heading, sentence);
    setText(state, stateWords(alert));
    state.dataset.level = levelOf(alert);
    where.replaceChildren(h('a', { href: funnelAddress(alert.funnel), text: funnelNameOf(alert) }),
      ` · ${t('alerts.version', { version: alert.version })}`);
    facts.replaceChildren(...figuresOf(alert).map(([key, text, note, title]) =>
      h('div', { title }, h('dt', { text: t(key) }), h('dd', { text }), note ? h('dd', { class: 'note', text: note }) : null)));
    chart.update(alert, sentence);
    cause.update(alert);
    affected.replaceChildren(...peopleWords(alert));
    actions.update(alert);
  }

  loader.ask();
  return {
    title: t('alerts.one'),
    element: h('div', { class: 'page' },
      h('nav', { class: 'crumbs', 'aria-label': t('person.crumbs') }, h('a', { href: '#/alerts', text: t('alerts.title') })),
      h('header', { class: 'alert-head' }, heading, h('p', { class: 'incident-head' }, state, where)),
      loader.element),
    dispose() {
      loader.dispose();
      chart.dispose();
      deliveries.dispose();
    },
  };
}

function figuresOf(alert) {
  const { drop, lost, onset, detectedAt } = alert;
  return [
    ['alerts.onset', moment(onset), t('alerts.detected', { time: moment(detectedAt) }), exactMoment(onset)],
    [isTraffic(alert) ? 'alerts.came' : 'alerts.wentOn', fullCount(Math.round(observedOf(alert))), t('alerts.insteadOf', { full: fullCount(Math.round(expectedOf(alert))) })],
    ['alerts.drop', rate(drop.estimate), rateRange(drop), t('alerts.dropHint')],
    ...(lost ? [['alerts.lostSoFar', amount(Math.round(lost.soFar)).text, lost.value > 0
      ? t('alerts.worth', { value: amount(lost.value).text })
      : t('alerts.perHour', { full: amount(lost.perHour).text })]] : []),
    ['alerts.surety', suretyWords(alert), t('alerts.learned', { count: Math.round(alert.baseline.weeks), full: Math.round(alert.baseline.weeks) }), t('alerts.suretyHint')],
  ];
}

/** The value of a breakdown that explains the loss, beside what is left of it in the rest. */
function createCause() {
  const words = h('p');
  const table = createPlainTable({
    caption: t('alerts.cause'),
    columns: [
      { label: t('alerts.segment'), cell: ({ values }) => (values ? segmentWords(values) : t('alerts.everybody')) },
      { label: t('alerts.dropThere'), kind: 'number', cell: ({ drop }) => rate(drop) },
      { label: t('alerts.dropInTheRest'), kind: 'number', cell: ({ dropInTheRest }) => rate(dropInTheRest) },
      { label: t('alerts.shareOfLoss'), kind: 'number', cell: ({ share }) => rate(share) },
    ],
  });
  const element = h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: t('alerts.cause') })), words, table.element);
  return {
    element,
    update(alert) {
      const { scope, rootCause = [] } = alert;
      element.hidden = isTraffic(alert);
      setText(words, t(`alerts.scope.${scope ?? 'unknown'}`));
      table.element.hidden = rootCause.length === 0;
      table.update(rootCause);
    },
  };
}

function peopleWords(alert) {
  if (!alert.persons) return [t('alerts.noPeople')];
  const from = new Date(wallOf(Date.parse(alert.onset), projectZone())).toISOString().slice(0, 10);
  const about = { funnel: alert.funnel, stage: alert.stage, range: 'custom', from };
  return [
    t('alerts.peopleHint'), ' ',
    h('a', { href: peopleAddress({ ...about, state: 'pending' }), text: t('alerts.stillWaiting') }), ' · ',
    h('a', { href: peopleAddress({ ...about, state: 'dropped' }), text: t('alerts.alreadyLost') }),
  ];
}
