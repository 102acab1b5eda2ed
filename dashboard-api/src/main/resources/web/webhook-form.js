import { changeSource, rotateSource } from './api-sources.js';
import { ApiError } from './api.js';
import { h, setText } from './dom.js';
import { createField, createForm } from './forms.js';
import { t } from './i18n.js';
import { createKindFields, createSecretField } from './webhook-fields.js';
import { KINDS, addressOf } from './webhook-kinds.js';
import { createWebhookTrial } from './webhook-trial.js';

const OVERLAPS = { PT0S: 0, P1D: 1, P7D: 7, P30D: 30 };
const USUAL_OVERLAP = 'P7D';

/**
 * Makes a source of webhooks, or describes one anew; its kind and name stay what they were.
 *
 * @param base the address of the ingest API
 * @param source null: a new one
 * @param onSaved told the source, and its secret if one was given
 */
export function createWebhookForm({ base, source = null, onSaved }) {
  const kind = createField({
    path: 'kind', label: t('webhooks.kind'), hint: ' ',
    control: h('select', { disabled: source !== null, onChange: adapt },
      Object.entries(KINDS).map(([value, { name }]) => h('option', { value, selected: value === source?.kind, text: name }))),
  });
  const setup = kind.element.querySelector('.hint');
  const name = createField({
    path: 'id', label: t('webhooks.name'), hint: ' ',
    control: h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: 64, readonly: source !== null, value: source?.id ?? '', onInput: adapt }),
  });
  const address = name.element.querySelector('.hint');
  const secret = createSecretField();
  const ofKind = createKindFields(source);
  const trial = createWebhookTrial({
    describe: () => ({ id: name.control.value.trim(), kind: kind.control.value, ...ofKind.read(kind.control.value) }),
    takeFaults: (violations) => [name, ...ofKind.list].forEach((field) => field.take(violations)),
  });

  function adapt() {
    const chosen = kind.control.value;
    setText(setup, t(`webhooks.setup.${chosen}`));
    setText(address, t('webhooks.addressHint', { address: addressOf(base, { kind: chosen, path: pathOf(chosen, name.control.value.trim() || '…') }) }));
    secret.ofKind(chosen);
    ofKind.ofKind(chosen);
    trial.ofKind(chosen);
  }

  async function send() {
    const id = name.control.value.trim();
    const chosen = kind.control.value;
    if (id === '') throw new ApiError(400, t('webhooks.nameMissing'), [{ path: 'id', message: t('webhooks.nameMissing') }]);
    const description = { kind: chosen, paused: source?.paused ?? false, ...ofKind.read(chosen) };
    const text = secret.control.value.trim();
    const saved = await changeSource(id, source === null ? { ...description, secret: text } : description);
    secret.control.value = '';
    if (source === null) name.control.value = '';
    onSaved(saved, source === null ? text : undefined);
  }

  adapt();
  const form = createForm({
    fields: source === null ? [kind, name, secret, ...ofKind.list] : [kind, name, ...ofKind.list],
    submitLabel: t(source === null ? 'webhooks.make' : 'webhooks.save'),
    send,
  });
  return h('div', { class: 'with-trial' }, form, trial.element);
}

const pathOf = (kind, id) => `/hooks/${kind}/${id}`;

/** Gives a source another secret. */
export function createRotateForm({ source, onSaved }) {
  const secret = createSecretField();
  secret.ofKind(source.kind);
  const overlap = createField({
    path: 'overlap', label: t('webhooks.overlap'), hint: t('webhooks.overlapHint'),
    control: h('select', {}, Object.entries(OVERLAPS).map(([value, count]) => h('option', {
      value, selected: value === USUAL_OVERLAP, text: count === 0 ? t('webhooks.overlapNone') : t('webhooks.overlapDays', { count, full: String(count) }),
    }))),
  });
  return createForm({
    fields: [secret, overlap],
    submitLabel: t('webhooks.replace'),
    async send() {
      const text = secret.control.value.trim();
      const saved = await rotateSource(source.id, text, overlap.control.value);
      onSaved(saved, text);
    },
  });
}
