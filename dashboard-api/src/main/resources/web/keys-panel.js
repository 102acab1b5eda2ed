import { changeKey, getKeys, makeKey, removeKey, rotateKey } from './api-sources.js';
import { mayAs } from './api.js';
import { h, setText } from './dom.js';
import { fullCount } from './format.js';
import { createCarefulButton, createField, createForm } from './forms.js';
import { t } from './i18n.js';
import { createActionButton, createLoader } from './loader.js';
import { exactMoment, moment } from './moments.js';
import { createPlainTable } from './plain-table.js';
import { copyable } from './states.js';

const POLL_MILLIS = 10_000;
const OVERLAP = 'P7D';

/** The keys by which events come in, with what came by each. */
export function createKeysPanel() {
  const secret = h('div', { class: 'secret', role: 'status' });
  const table = createPlainTable({ caption: t('sources.keys'), className: 'stacking keys', columns: columns() });
  const empty = h('p', { class: 'hint', text: t('sources.noKeys') });
  const loader = createLoader({ load: getKeys, show, shapes: ['line', 'columns'], everyMillis: POLL_MILLIS });
  loader.body.append(table.element, empty, secret, mayAs('admin') ? newKeyForm() : h('p', { class: 'hint', text: t('sources.keysForbidden') }));

  function show(keys) {
    empty.hidden = keys.length > 0;
    table.element.hidden = keys.length === 0;
    if (!table.element.contains(document.activeElement)) table.update(keys);
  }

  function columns() {
    return [
      { label: t('sources.name'), cell: nameCell },
      { label: t('sources.lastSeen'), cell: lastSeenCell },
      { label: t('sources.accepted'), kind: 'number', cell: ({ accepted }) => fullCount(accepted) },
      { label: t('sources.rejected'), kind: 'number', cell: ({ rejected }) => fullCount(rejected) },
      { label: t('sources.refused'), kind: 'number', cell: ({ refused }) => h('span', { title: t('sources.refusedHint'), text: fullCount(refused) }) },
      { label: t('sources.limits'), cell: limitsCell },
      ...(mayAs('admin') ? [{ label: t('sources.actions'), cell: actionsCell }] : []),
    ];
  }

  function actionsCell(key) {
    if (key.from === 'settings') return h('span', { class: 'note', text: t('sources.inSettings') });
    const { name, allowedOrigins, eventsPerSecond, disabled } = key;
    return h('span', { class: 'actions' },
      createActionButton(t('sources.rotate'), t('sources.rotating'), async () => reveal(await rotateKey(key.id, OVERLAP), t('sources.rotated'))),
      createActionButton(t(disabled ? 'sources.enable' : 'sources.disable'), t('sources.saving'), async () => {
        await changeKey(key.id, { name, allowedOrigins, eventsPerSecond, disabled: !disabled });
        again();
      }),
      createCarefulButton(t('sources.remove'), t('sources.removeKey'), async () => {
        await removeKey(key.id);
        again();
      }));
  }

  /** A secret is kept as a hash: it is shown in this answer or never. */
  function reveal({ name, secret: text }, explanation) {
    secret.replaceChildren(
      h('p', { text: explanation }), copyable(name, text),
      h('button', { type: 'button', text: t('sources.noted'), onClick: () => secret.replaceChildren() }));
    again();
  }

  function again() {
    document.activeElement?.blur();
    loader.ask();
  }

  function newKeyForm() {
    const name = createField({ path: 'name', label: t('sources.name'), hint: t('sources.nameHint'), control: h('input', { type: 'text', autocomplete: 'off', maxlength: 100 }) });
    const origins = createField({ path: 'allowedOrigins', label: t('sources.origins'), hint: t('sources.originsHint'), control: h('textarea', { rows: 2, spellcheck: 'false' }) });
    const limit = createField({ path: 'eventsPerSecond', label: t('sources.limit'), hint: t('sources.limitHint'), control: h('input', { type: 'number', min: 1, max: 1_000_000 }) });
    const details = h('details', {}, h('summary', { text: t('sources.newKey') }), createForm({
      fields: [name, origins, limit],
      submitLabel: t('sources.makeKey'),
      async send() {
        const made = await makeKey({
          name: name.control.value.trim(),
          allowedOrigins: origins.control.value.split(/\s+/).filter(Boolean),
          eventsPerSecond: limit.control.value === '' ? null : Number(limit.control.value),
        });
        for (const { control } of [name, origins, limit]) control.value = '';
        details.open = false;
        reveal(made, t('sources.made'));
      },
    }));
    return details;
  }

  loader.ask();
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('sources.keys') })),
      h('p', { class: 'hint panel-hint', text: t('sources.keysHint') }), loader.element),
    dispose: loader.dispose,
  };
}

function nameCell({ name, hint, disabled, previousGoodUntil }) {
  const state = disabled ? t('sources.disabled') : null;
  return h('span', {},
    h('span', { text: name }),
    hint && hint !== '…' ? h('span', { class: 'note person-id', text: t('sources.endsIn', { hint }) }) : null,
    state ? h('span', { class: 'badge', text: state }) : null,
    previousGoodUntil ? h('span', { class: 'note person-id', text: t('sources.previous', { time: moment(previousGoodUntil) }) }) : null);
}

export function lastSeenCell({ lastSeen }) {
  if (!lastSeen) return h('span', { class: 'note', text: t('sources.never') });
  const time = h('time', { datetime: lastSeen, title: exactMoment(lastSeen) });
  setText(time, moment(lastSeen));
  return time;
}

function limitsCell({ allowedOrigins, eventsPerSecond }) {
  const limits = [
    eventsPerSecond ? t('sources.perSecond', { count: eventsPerSecond, full: fullCount(eventsPerSecond) }) : null,
    ...allowedOrigins,
  ].filter(Boolean);
  return limits.length === 0 ? h('span', { class: 'note', text: t('sources.noLimits') }) : h('span', { text: limits.join(', ') });
}
