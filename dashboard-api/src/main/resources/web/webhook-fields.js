import { ApiError } from './api.js';
import { h } from './dom.js';
import { whereBroken } from './editor-json.js';
import { createField } from './forms.js';
import { t } from './i18n.js';
import { KINDS, madeUpSecret } from './webhook-kinds.js';

const TEXTS = ['account', 'visitor', 'user'];
const LISTS = ['won', 'lost'];
const EXAMPLE = {
  event: 'Form Sent', email: '/contact/email', time: '/at', messageId: '/id', properties: { form: '/form/name' },
};

/** A field for a secret, with a button that makes one up where it is ours to choose. */
export function createSecretField() {
  const makeUp = h('button', { type: 'button', text: t('webhooks.makeUp'), onClick: () => { field.control.value = madeUpSecret(); } });
  const field = createField({
    path: 'secret', label: t('webhooks.secret'), hint: t('webhooks.secretHint'),
    control: h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' }),
  });
  field.element.append(h('div', {}, makeUp));
  return {
    ...field,
    ofKind(kind) {
      makeUp.hidden = !KINDS[kind].chosen;
    },
  };
}

/**
 * The fields of which each kind has some.
 *
 * @param source whose fields they show; null: of a new one
 */
export function createKindFields(source) {
  const fields = Object.fromEntries([...TEXTS, ...LISTS].map((name) => [name, createField({
    path: name, label: t(`webhooks.${name}`), hint: t(`webhooks.${name}Hint`),
    control: h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: [source?.[name] ?? []].flat().join(', ') }),
  })]));
  fields.mapping = createMappingField(source?.mapping ?? EXAMPLE);
  return {
    list: Object.values(fields),
    ofKind(kind) {
      for (const [name, field] of Object.entries(fields)) field.element.hidden = !KINDS[kind].fields.includes(name);
    },
    /** What a source of the kind is said to be; throws what is no JSON as a fault of its field. */
    read(kind) {
      const said = {};
      for (const name of KINDS[kind].fields) {
        const text = fields[name].control.value.trim();
        if (name === 'mapping') said.mapping = parsed(text);
        else if (text !== '') said[name] = LISTS.includes(name) ? text.split(',').map((one) => one.trim()).filter(Boolean) : text;
      }
      return said;
    },
  };
}

function createMappingField(mapping) {
  const text = h('textarea', { class: 'json', rows: 10, spellcheck: 'false' });
  text.value = JSON.stringify(mapping, null, 2);
  const field = createField({ path: 'mapping', label: t('webhooks.mapping'), hint: t('webhooks.mappingHint'), control: text });
  return {
    ...field,
    /** Each fault with its place in the mapping. */
    take(violations) {
      const own = violations.filter(({ path }) => path === 'mapping' || path.startsWith('mapping.'));
      field.take(own.map(({ path, message }) => ({ path, message: [path.slice('mapping.'.length), message].filter(Boolean).join(' ') })));
      return own;
    },
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (failure) {
    const message = whereBroken(failure.message, text);
    throw new ApiError(400, message, [{ path: 'mapping', message }]);
  }
}
