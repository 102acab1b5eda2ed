import { h, setText } from './dom.js';
import { t } from './i18n.js';
import { receiverWords } from './rule-words.js';

/** Which field of a receiver each type takes, and what to type into it. */
const FIELDS = { webhook: 'url', slack: 'url', alertmanager: 'url', pagerduty: 'routingKey', email: 'address' };
const INPUT_TYPES = { url: 'url', routingKey: 'text', address: 'email' };

/** Who is told. Receivers that the rule has are kept by their id: what is secret of them is never shown. */
export function createReceivers(deliver) {
  const list = h('ul', { class: 'receivers' });
  const fault = h('p', { class: 'field-error', role: 'alert' });
  const add = h('button', { type: 'button', text: t('rules.addReceiver'), onClick: () => addRow({}).focus() });
  const rows = [];

  function addRow(known) {
    const row = known.id ? knownRow(known) : newRow();
    rows.push(row);
    list.append(row.element);
    row.remove.addEventListener('click', () => {
      rows.splice(rows.indexOf(row), 1);
      row.element.remove();
      add.focus();
    });
    return row;
  }

  for (const receiver of deliver) addRow(receiver);
  return {
    field: {
      element: h('fieldset', { class: 'field' }, h('legend', { text: t('rules.receivers') }), list, h('div', {}, add), fault),
      control: add,
      take(violations) {
        const own = violations.filter(({ path }) => path.startsWith('deliver'));
        setText(fault, own.map(({ path, message }) => `${numberIn(path)}${message}`).join('; '));
        return own;
      },
    },
    value: () => rows.map(({ value }) => value()),
  };
}

const numberIn = (path) => {
  const match = /\[(\d+)\]/.exec(path);
  return match ? `${Number(match[1]) + 1}. ` : '';
};

const removeButton = (label) => h('button', { type: 'button', 'aria-label': `${t('sources.remove')}: ${label}`, text: t('sources.remove') });

function knownRow(receiver) {
  const words = receiverWords(receiver);
  const remove = removeButton(words);
  return {
    element: h('li', {}, h('span', { class: 'receiver', text: words }), remove),
    remove,
    value: () => ({ id: receiver.id }),
    focus: () => remove.focus(),
  };
}

function newRow() {
  const type = h('select', { 'aria-label': t('rules.receiverType'), onChange: adapt },
    Object.keys(FIELDS).map((one) => h('option', { value: one, text: t(`rules.receiver.${one}`) })));
  const target = h('input', { spellcheck: 'false', autocomplete: 'off' });
  const remove = removeButton(t('rules.newReceiver'));

  function adapt() {
    const field = FIELDS[type.value];
    target.type = INPUT_TYPES[field];
    target.setAttribute('aria-label', t(`rules.target.${field}`));
    target.placeholder = t(`rules.target.${field}`);
  }

  adapt();
  return {
    element: h('li', {}, type, target, remove),
    remove,
    value: () => ({ type: type.value, [FIELDS[type.value]]: target.value.trim() }),
    focus: () => type.focus(),
  };
}
