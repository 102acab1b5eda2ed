import { signIn } from './api.js';
import { h, setText } from './dom.js';
import { t } from './i18n.js';

export function signInPage({ refused, onToken }) {
  const error = h('p', { class: 'field-error', id: 'token-error', role: 'alert', text: refused ? t('signIn.refused') : '' });
  const input = h('input', {
    id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': 'token-error token-hint',
  });

  function submit(event) {
    event.preventDefault();
    const value = input.value.trim();
    if (value === '') {
      setText(error, t('signIn.required'));
      input.focus();
      return;
    }
    signIn(value);
    onToken();
  }

  return h('main', { class: 'sign-in' },
    h('form', { class: 'panel', onSubmit: submit },
      h('img', { src: 'favicon.svg', alt: '', width: '40', height: '40' }),
      h('h1', { text: t('signIn.title') }),
      h('label', { for: 'token', text: t('signIn.label') }),
      input,
      error,
      h('p', { class: 'hint', id: 'token-hint', text: t('signIn.hint') }),
      h('button', { class: 'primary', type: 'submit', text: t('signIn.button') })));
}
