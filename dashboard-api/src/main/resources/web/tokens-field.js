import { createCombobox } from './combobox.js';
import { h, icon } from './dom.js';
import { t } from './i18n.js';
import { afterPress } from './press.js';

export const CROSS = 'M6 6l12 12M18 6L6 18';

/**
 * A short list of values: each with a button that takes it out, and a field for one more, which Enter, a
 * pick or leaving the field puts in.
 *
 * @param values the list, which is changed in place
 * @param textOf how a value is written
 * @param valueOf what a text stands for
 */
export function createTokensField({ label, values, textOf = String, valueOf = (text) => text, options, placeholder, onChange, ...attributes }) {
  const list = h('ul', { class: 'tokens', 'aria-label': label });
  const adding = createCombobox({
    label, placeholder, options, ...attributes,
    onChange: () => {},
    onPick: (text, option) => add('value' in (option.typed ?? {}) ? option.typed.value : valueOf(text)),
    onFocusout: () => add(valueOf(adding.input.value.trim())),
  });
  adding.input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.defaultPrevented) {
      event.preventDefault();
      add(valueOf(adding.input.value.trim()));
    } else if (event.key === 'Backspace' && adding.input.value === '' && values.length > 0) {
      remove(values.length - 1);
    }
  });

  function add(value) {
    adding.input.value = '';
    if (value === '' || values.includes(value)) return;
    values.push(value);
    onChange();
    afterPress(show);
  }

  function remove(index) {
    values.splice(index, 1);
    show();
    onChange();
    adding.input.focus();
  }

  function show() {
    list.replaceChildren(...values.map((value, index) => h('li', {},
      h('span', { text: textOf(value) }),
      h('button', { type: 'button', class: 'quiet', 'aria-label': t('editor.takeOut', { name: textOf(value) }), onClick: () => remove(index) }, icon(CROSS)))));
    list.hidden = values.length === 0;
  }

  show();
  return h('div', { class: 'tokens-field' }, list, adding.element);
}
