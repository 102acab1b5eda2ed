import { getDeliveries, retryDelivery } from './api-alerts.js';
import { mayAs } from './api.js';
import { h } from './dom.js';
import { fullCount } from './format.js';
import { t } from './i18n.js';
import { createActionButton, createLoader } from './loader.js';
import { exactMoment, moment } from './moments.js';
import { createPlainTable } from './plain-table.js';

const POLL_MILLIS = 15_000;

/** Who was told of an alert, and who could not be; each of those can be tried again. */
export function createAlertDeliveries({ id }) {
  const empty = h('p', { class: 'hint', text: t('deliveries.none') });
  const table = createPlainTable({
    caption: t('deliveries.title'),
    className: 'stacking deliveries',
    columns: [
      { label: t('deliveries.receiver'), cell: receiverCell },
      { label: t('deliveries.state'), cell: stateCell },
      { label: t('deliveries.attempts'), kind: 'number', cell: ({ attempts }) => fullCount(attempts) },
      ...(mayAs('editor') ? [{ label: t('sources.actions'), cell: actionCell }] : []),
    ],
  });
  const loader = createLoader({ load: (signal) => getDeliveries({ alert: id }, signal), show, shapes: ['line'], everyMillis: POLL_MILLIS });
  loader.body.append(empty, table.element);

  function show(deliveries) {
    empty.hidden = deliveries.length > 0;
    table.element.hidden = deliveries.length === 0;
    if (!table.element.contains(document.activeElement)) table.update(deliveries);
  }

  /** What has arrived needs no second try. */
  function actionCell({ id: delivery, state }) {
    if (state === 'sent') return '–';
    return createActionButton(t('deliveries.retry'), t('sources.retrying'), async () => {
      await retryDelivery(delivery);
      document.activeElement?.blur();
      loader.ask();
    });
  }

  loader.ask();
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('deliveries.title') })), loader.element),
    dispose: loader.dispose,
  };
}

function receiverCell({ type, rule, alertState }) {
  return h('span', {}, t(`rules.receiver.${type}`),
    h('span', { class: 'note person-id', text: t('deliveries.of', { rule, news: t(`deliveries.news.${alertState}`) }) }));
}

function stateCell({ state, createdAt, endedAt, nextAt, problem }) {
  const at = { sent: endedAt, dead: endedAt, pending: nextAt }[state] ?? createdAt;
  return h('span', {},
    h('span', { class: 'state', dataset: { level: { sent: 'good', dead: 'bad' }[state] ?? 'busy' }, title: exactMoment(at), text: t(`deliveries.state.${state}`, { time: moment(at) }) }),
    problem ? h('span', { class: 'note person-id', text: problem }) : null);
}
