import { getSources, patchSource, removeSource } from './api-sources.js';
import { getStatus, mayAs } from './api.js';
import { breakable, h } from './dom.js';
import { fullCount } from './format.js';
import { createCarefulButton } from './forms.js';
import { t } from './i18n.js';
import { lastSeenCell } from './keys-panel.js';
import { createActionButton, createLoader } from './loader.js';
import { moment } from './moments.js';
import { createPlainTable } from './plain-table.js';
import { copyable } from './states.js';
import { createRotateForm, createWebhookForm } from './webhook-form.js';
import { KINDS, addressOf } from './webhook-kinds.js';

const POLL_MILLIS = 10_000;

/** The sources of webhooks, with what came by each; admins make and change them. */
export function createWebhooksPanel() {
  const isAdmin = mayAs('admin');
  let base = '';
  let canMake = false;
  const table = createPlainTable({ caption: t('sources.webhooks'), className: 'stacking webhooks', columns: columns() });
  const empty = h('p', { class: 'hint', text: t('webhooks.none') });
  const work = h('div', { class: 'webhook-work' });
  const making = h('details', { hidden: true }, h('summary', { text: t('webhooks.new') }));
  const closed = h('p', { class: 'hint', hidden: true });
  const loader = createLoader({
    async load(signal) {
      base = (await getStatus(signal)).ingestUrl ?? '';
      return getSources(signal);
    },
    show,
    shapes: ['columns'],
    everyMillis: POLL_MILLIS,
  });
  loader.body.append(table.element, empty, work, making, closed);

  function show({ sources, secretsKeySet }) {
    canMake = isAdmin && secretsKeySet === true;
    empty.hidden = sources.length > 0;
    table.element.hidden = sources.length === 0;
    if (!table.element.contains(document.activeElement)) table.update(sources);
    making.hidden = !canMake;
    closed.hidden = canMake;
    closed.textContent = t(isAdmin ? 'webhooks.noKey' : 'webhooks.forbidden');
    if (canMake && making.children.length === 1) making.append(newForm());
  }

  function newForm() {
    return createWebhookForm({
      base,
      onSaved(source, secret) {
        making.open = false;
        showSetup(source, secret);
        again();
      },
    });
  }

  function columns() {
    return [
      { label: t('sources.name'), cell: nameCell },
      { label: t('sources.lastSeen'), cell: lastSeenCell },
      { label: t('sources.accepted'), kind: 'number', cell: ({ accepted }) => fullCount(accepted) },
      { label: t('sources.rejected'), kind: 'number', cell: ({ rejected }) => fullCount(rejected) },
      { label: t('sources.address'), cell: addressCell },
      ...(isAdmin ? [{ label: t('sources.actions'), cell: actionsCell }] : []),
    ];
  }

  function addressCell(source) {
    return h('span', { class: 'actions' },
      h('code', {}, breakable(base + source.path)),
      h('button', { type: 'button', text: t('webhooks.setup'), 'aria-label': t('webhooks.setupOf', { name: source.id }), onClick: () => showSetup(source) }));
  }

  function actionsCell(source) {
    if (source.from === 'settings') return h('span', { class: 'note', text: t('sources.inSettings') });
    const { id, paused } = source;
    return h('span', { class: 'actions' },
      h('button', { type: 'button', text: t('webhooks.change'), onClick: () => put(t('webhooks.changeOf', { name: id }), createWebhookForm({ base, source, onSaved: done })) }),
      canMake ? h('button', { type: 'button', text: t('sources.rotate'), onClick: () => put(t('webhooks.rotateOf', { name: id }), createRotateForm({ source, onSaved: showSetup })) }) : null,
      createActionButton(t(paused ? 'webhooks.resume' : 'webhooks.pause'), t('sources.saving'), async () => {
        await patchSource(id, { paused: !paused });
        again();
      }),
      createCarefulButton(t('sources.remove'), t('webhooks.remove'), async () => {
        await removeSource(id);
        work.replaceChildren();
        again();
      }));
  }

  /** What to do at the sender; with the secret in the address where it was just given. */
  function showSetup(source, secret) {
    const { kind, id } = source;
    put(t('webhooks.setupOf', { name: id }),
      h('p', { text: t(`webhooks.setup.${kind}`) }),
      copyable(t('webhooks.addressOf', { kind: KINDS[kind].name }), addressOf(base, source, secret)),
      h('p', { class: 'hint', text: t('webhooks.more') }));
    if (secret !== undefined) again();
  }

  function done() {
    work.replaceChildren();
    again();
  }

  /** One thing at a time is done below the table. */
  function put(title, ...content) {
    const head = h('h3', { tabindex: '-1', text: title });
    work.replaceChildren(h('section', { class: 'secret', 'aria-label': title },
      head, content, h('button', { type: 'button', text: t('webhooks.close'), onClick: () => work.replaceChildren() })));
    head.focus();
  }

  function again() {
    if (table.element.contains(document.activeElement)) document.activeElement.blur();
    loader.ask();
  }

  loader.ask();
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('sources.webhooks') })),
      h('p', { class: 'hint panel-hint', text: t('webhooks.hint') }), loader.element),
    dispose: loader.dispose,
  };
}

function nameCell({ id, kind, state, previousGoodUntil }) {
  return h('span', {},
    h('span', { text: id }),
    h('span', { class: 'note person-id', text: KINDS[kind]?.name ?? kind }),
    state === 'paused' ? h('span', { class: 'badge', text: t('webhooks.paused') }) : null,
    ['unreadable', 'overruled'].includes(state) ? h('span', { class: 'field-error', text: t(`webhooks.${state}`) }) : null,
    previousGoodUntil ? h('span', { class: 'note person-id', text: t('sources.previous', { time: moment(previousGoodUntil) }) }) : null);
}
