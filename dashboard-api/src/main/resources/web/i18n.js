import alertsEn from './messages-alerts-en.js';
import alertsRu from './messages-alerts-ru.js';
import editorEn from './messages-editor-en.js';
import editorRu from './messages-editor-ru.js';
import en from './messages-en.js';
import exploreEn from './messages-explore-en.js';
import exploreRu from './messages-explore-ru.js';
import peopleEn from './messages-people-en.js';
import peopleRu from './messages-people-ru.js';
import reportEn from './messages-report-en.js';
import reportRu from './messages-report-ru.js';
import sourcesEn from './messages-sources-en.js';
import sourcesRu from './messages-sources-ru.js';
import templatesEn from './messages-templates-en.js';
import templatesRu from './messages-templates-ru.js';
import webhooksEn from './messages-webhooks-en.js';
import webhooksRu from './messages-webhooks-ru.js';
import ru from './messages-ru.js';

const CATALOGUES = {
  en: {
    ...en, ...alertsEn, ...editorEn, ...exploreEn, ...peopleEn, ...reportEn, ...sourcesEn,
    ...templatesEn, ...webhooksEn,
  },
  ru: {
    ...ru, ...alertsRu, ...editorRu, ...exploreRu, ...peopleRu, ...reportRu, ...sourcesRu,
    ...templatesRu, ...webhooksRu,
  },
};
const KEY = 'voronka.language';

export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'ru', name: 'Русский' },
];

let current = initialLanguage();

function initialLanguage() {
  const stored = localStorage.getItem(KEY);
  if (stored in CATALOGUES) return stored;
  return navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

export function language() {
  return current;
}

export function chooseLanguage(code) {
  current = code;
  localStorage.setItem(KEY, code);
}

/** Names that are the project's own stand in quotation marks. */
export const quoted = (name) => t('word.quoted', { name });

/**
 * The message `key` in the reader's language, `{name}` replaced from `params`. A message with plural
 * forms is an object; `params.count` picks the form.
 */
export function t(key, params = {}) {
  const message = CATALOGUES[current][key];
  const text = typeof message === 'object'
    ? message[new Intl.PluralRules(current).select(params.count)] ?? message.other
    : message;
  return text.replace(/\{(\w+)\}/g, (_, name) => params[name]);
}
