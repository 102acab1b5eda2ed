import { h, setAttribute } from './dom.js';

const SHOWN_MAX = 60;
let numbers = 0;

/**
 * A text field that suggests: any text may be written, and one of the options picked by pointer or by
 * the arrow keys and Enter.
 *
 * @param label what a screen reader calls it
 * @param options gives `[{value, note}]` or a promise of it; asked each time the list opens
 * @param onChange told the text after every change
 * @param onPick told the value of a picked option, where that is not the same as a change
 */
export function createCombobox({ label, value = '', options, placeholder = '', emptyText, onChange, onPick = onChange, ...attributes }) {
  const id = `options-${numbers += 1}`;
  const input = h('input', {
    type: 'text', value, placeholder, role: 'combobox', autocomplete: 'off', spellcheck: 'false',
    'aria-label': label, 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, ...attributes,
    onInput: () => {
      onChange(input.value);
      open(true);
    },
    onClick: () => open(false),
    onKeydown,
    onBlur: close,
  });
  const list = h('ul', { class: 'options', role: 'listbox', id, 'aria-label': label, hidden: true });
  const element = h('div', { class: 'combobox' }, input, list);
  let all = [];
  let asked = 0;
  let active = -1;

  async function open(isTyped) {
    const own = asked += 1;
    try {
      all = await options();
    } catch {
      all = []; // the field takes any text: suggestions are a help, not a need
    }
    if (own !== asked || document.activeElement !== input) return;
    // What stands there already is no search: the list shows what else there is.
    show(isTyped ? matching(all, input.value) : all);
  }

  function show(found) {
    active = -1;
    setAttribute(input, 'aria-activedescendant', null);
    const shown = found.slice(0, SHOWN_MAX);
    list.replaceChildren(...shown.map((option, index) => h('li', {
      role: 'option', id: `${id}-${index}`, 'aria-selected': 'false', dataset: { value: option.value },
      // Before the field loses its focus, which would close the list.
      onPointerdown: (event) => event.preventDefault(),
      onClick: () => pick(option),
    }, h('span', { text: option.text ?? option.value }), option.note ? h('small', { text: option.note }) : null)));
    const isEmpty = shown.length === 0;
    if (isEmpty && emptyText && all.length === 0) list.append(h('li', { class: 'hint', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', text: emptyText }));
    list.hidden = list.children.length === 0;
    setAttribute(input, 'aria-expanded', String(!list.hidden));
  }

  function pick(option) {
    input.value = option.value;
    close();
    onPick(option.value, option);
  }

  function close() {
    asked += 1;
    list.hidden = true;
    active = -1;
    setAttribute(input, 'aria-expanded', 'false');
    setAttribute(input, 'aria-activedescendant', null);
  }

  function activate(index) {
    const choices = [...list.querySelectorAll('[data-value]')];
    if (choices.length === 0) return;
    active = (index + choices.length) % choices.length;
    choices.forEach((choice, position) => setAttribute(choice, 'aria-selected', String(position === active)));
    setAttribute(input, 'aria-activedescendant', choices[active].id);
    choices[active].scrollIntoView({ block: 'nearest' });
  }

  function onKeydown(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) open(false);
      else activate(active + (event.key === 'ArrowDown' ? 1 : active < 0 ? 0 : -1));
    } else if (event.key === 'Enter' && !list.hidden && active >= 0) {
      event.preventDefault();
      list.querySelectorAll('[data-value]')[active].click();
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  return { element, input };
}

/** Options that begin with the text first, then those that contain it. */
function matching(options, text) {
  const sought = text.trim().toLowerCase();
  if (sought === '') return options;
  const placeOf = (option) => (option.text ?? option.value).toLowerCase().indexOf(sought);
  const found = options.filter((option) => placeOf(option) >= 0);
  return [...found.filter((option) => placeOf(option) === 0), ...found.filter((option) => placeOf(option) > 0)];
}

