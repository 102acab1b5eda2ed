import { h } from './dom.js';
import { isoSeconds } from './format.js';
import { t } from './i18n.js';

const UNITS = [['weeks', 604_800], ['days', 86_400], ['hours', 3_600], ['minutes', 60], ['seconds', 1]];
const SESSION = 'session';
const ISO = { weeks: (n) => `P${7 * n}D`, days: (n) => `P${n}D`, hours: (n) => `PT${n}H`, minutes: (n) => `PT${n}M`, seconds: (n) => `PT${n}S` };

/** Weeks are read as days: seven days and a week are one window, and people count in days. */
export function partsOf(text) {
  const seconds = isoSeconds(text);
  if (seconds === null || seconds === 0) return null;
  const unit = UNITS.slice(1).find(([, size]) => seconds % size === 0) ?? UNITS.at(-1);
  return { number: seconds / unit[1], unit: unit[0] };
}

/** The ISO 8601 duration of a number of units; of anything but a number the text itself, to be refused by name. */
export function isoOf(text, unit) {
  const number = Number(text.replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(number)) return text.trim();
  // Only seconds may have decimals.
  if (!Number.isInteger(number)) return ISO.seconds(number * UNITS.find(([name]) => name === unit)[1]);
  return ISO[unit](number);
}

/**
 * A duration as a number and its unit.
 *
 * @param value as ISO 8601, `session`, or undefined for none
 * @param hasSession whether one session can be chosen instead
 * @param onChange told the new value; undefined where the number was taken out
 */
export function createDurationField({ label, value, hasSession = false, otherwise = 'days', onChange, ...attributes }) {
  const parts = partsOf(value);
  const isSession = value === SESSION;
  const number = h('input', {
    type: 'text', inputmode: 'decimal', class: 'short', 'aria-label': label, hidden: isSession,
    value: parts ? String(parts.number) : isSession ? '' : value ?? '', ...attributes, onInput: tell,
  });
  const unit = h('select', { 'aria-label': t('editor.unit', { label }), onChange: () => {
    number.hidden = unit.value === SESSION;
    if (unit.value !== SESSION && number.value === '' && hasSession) number.value = '1';
    tell();
  } }, UNITS.map(([name]) => h('option', { value: name, text: t(`editor.${name}`), selected: name === (parts?.unit ?? otherwise) && !isSession })),
  hasSession ? h('option', { value: SESSION, text: t('editor.session'), selected: isSession }) : null);

  function tell() {
    if (unit.value === SESSION) onChange(SESSION);
    else onChange(number.value.trim() === '' ? undefined : isoOf(number.value, unit.value));
  }

  return h('span', { class: 'duration' }, number, unit);
}
