import { signIn, signInAddress } from './api.js';
import { h, setText } from './dom.js';
import { t } from './i18n.js';
import { reasonOf } from './states.js';

/**
 * Asks for a token.
 *
 * @param problem what to say at once, or an empty text
 * @param onSignedIn called once the service has taken it
 */
export function signInPage({ problem, onSignedIn }) {
  const error = h('p', { class: 'field-error', id: 'token-error', role: 'alert', text: problem });
  const input = h('input', {
    id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': 'token-error token-hint',
  });

  async function submit(event) {
    event.preventDefault();
    const value = input.value.trim();
    try {
      if (value !== '') await signIn(value);
    } catch (failure) {
      refuse(signInProblem(failure));
      return;
    }
    if (value === '') refuse(t('signIn.required'));
    else onSignedIn();
  }

  function refuse(text) {
    setText(error, text);
    input.focus();
  }

  return h('main', { class: 'sign-in' },
    h('form', { class: 'panel', onSubmit: submit },
      h('img', { src: 'favicon.svg', alt: '', width: '40', height: '40' }),
      h('h1', { text: t('signIn.title') }),
      signInAddress() ? h('a', { class: 'button primary', href: signInAddress(), text: t('signIn.issuer') }) : null,
      h('label', { for: 'token', text: t('signIn.label') }),
      input,
      error,
      h('p', { class: 'hint', id: 'token-hint', text: t('signIn.hint') }),
      h('button', { class: 'primary', type: 'submit', text: t('signIn.button') })));
}

/** Why somebody could not be signed in. */
export const signInProblem = (failure) =>
  (failure.status === 401 ? t('signIn.refused') : t('state.failed', { reason: reasonOf(failure) }));

const ISSUER_PROBLEMS = { 'no-role': 'signIn.noRole', away: 'signIn.away' };

/** Why the way over an issuer did not lead in. */
export const issuerProblem = (reason) => t(ISSUER_PROBLEMS[reason] ?? 'signIn.issuerRefused');
