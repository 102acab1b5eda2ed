import { h } from './dom.js';
import { t } from './i18n.js';
import { personAddress } from './router.js';

/** Leads to a person by any of the ids. */
export function createPersonSearch() {
  const input = h('input', { id: 'person-id', type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: t('people.searchHint') });

  function open(event) {
    event.preventDefault();
    const id = input.value.trim();
    if (id) location.hash = personAddress(id);
    else input.focus();
  }

  return h('form', { class: 'person-search', role: 'search', onSubmit: open },
    h('label', { for: 'person-id', text: t('people.search') }),
    input,
    h('button', { type: 'submit', text: t('people.open') }));
}
