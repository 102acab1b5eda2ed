import { tryWebhook } from './api-sources.js';
import { ApiError } from './api.js';
import { h } from './dom.js';
import { fullCount } from './format.js';
import { createField, createForm } from './forms.js';
import { t } from './i18n.js';
import { moment } from './moments.js';
import { valueText } from './person-words.js';
import { KINDS } from './webhook-kinds.js';

/**
 * Shows what would be kept of a sample, by the settings as they stand in a form. Nothing is kept.
 *
 * @param describe tells the source and its id; throws faults of its fields
 * @param takeFaults shows faults at the fields of the source
 */
export function createWebhookTrial({ describe, takeFaults }) {
  const sample = createField({
    path: 'sample', label: t('trial.sample'), hint: t('trial.sampleHint'),
    control: h('textarea', { class: 'json', rows: 8, spellcheck: 'false' }),
  });
  const query = createField({
    path: 'query', label: t('trial.query'), hint: t('trial.queryHint'),
    control: h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' }),
  });
  const result = h('div', { class: 'trial-result', role: 'status' });

  async function send() {
    result.replaceChildren();
    takeFaults([]);
    const { id, ...source } = described();
    const sent = { source, sample: sample.control.value };
    if (id !== '') sent.id = id;
    const address = query.control.value.trim();
    if (KINDS[source.kind].inQuery && address !== '') sent.query = address.slice(address.indexOf('?') + 1);
    show(await answerTo(sent));
  }

  function described() {
    try {
      return describe();
    } catch (failure) {
      takeFaults(failure.violations ?? []);
      throw new ApiError(400, t('trial.settings'));
    }
  }

  /** Faults of the source belong to its own form. */
  async function answerTo(sent) {
    try {
      return await tryWebhook(sent);
    } catch (failure) {
      const ofSource = (failure.violations ?? []).filter(({ path }) => path === 'id' || path.startsWith('source.'));
      if (ofSource.length === 0) throw failure;
      takeFaults(ofSource.map(({ path, message }) => ({ path: path.replace(/^source\./u, ''), message })));
      throw new ApiError(failure.status, t('trial.settings'));
    }
  }

  function show({ accepted, events, refused, rejected }) {
    const words = [];
    if (accepted > 0) words.push(t('trial.becomes', { count: accepted, full: fullCount(accepted) }));
    if (refused > 0) words.push(t('trial.refused', { count: refused, full: fullCount(refused) }));
    if (accepted > events.length || refused > rejected.length) words.push(t('trial.first'));
    result.replaceChildren(
      h('p', { class: 'hint', text: words.length > 0 ? words.join(' ') : t('trial.nothing') }),
      ...events.map(eventPart),
      ...rejected.map(({ reason }) => h('p', { class: 'field-error', text: t('trial.rejected', { reason }) })));
  }

  return {
    element: h('details', { class: 'trial' }, h('summary', { text: t('trial.title') }),
      createForm({ fields: [sample, query], submitLabel: t('trial.show'), send }), result),
    ofKind(kind) {
      query.element.hidden = !KINDS[kind].inQuery;
      result.replaceChildren();
    },
  };
}

function eventPart({ kind, event, userId, anonymousId, otherIds, time, messageId, properties }) {
  const facts = [
    [t('trial.user'), userId], [t('trial.visitor'), anonymousId], [t('trial.others'), otherIds.join(', ')],
    [t('trial.time'), moment(time)], [t('trial.messageId'), messageId], ...Object.entries(properties),
  ].filter(([, value]) => value !== null && value !== '');
  return h('article', { class: 'trial-event' },
    h('h4', { text: kind === 'track' ? event : t(`trial.kind.${kind}`) }),
    h('dl', { class: 'pairs' }, facts.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: valueText(value) })])));
}
