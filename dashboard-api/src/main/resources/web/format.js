import { language, t } from './i18n.js';

/** Numbers, rates, durations and times as the reader's language writes them. */

const NONE = '–';
const SHORT_FROM = 10_000;
const SECONDS = { d: 86_400, h: 3_600, min: 60, s: 1 };
const formatters = new Map();

function numberFormat(options) {
  const key = language() + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(language(), options));
  return formatters.get(key);
}

export function fullCount(count) {
  return count === null || count === undefined ? NONE : numberFormat({}).format(count);
}

/** `{text, full}`: in full below 10 000, above it short, as in 12.4 k. */
export function count(value) {
  const full = fullCount(value);
  if (full === NONE || Math.abs(value) < SHORT_FROM) return { text: full, full };
  const [divisor, unit] = Math.abs(value) < 999_950 ? [1_000, 'unit.thousand'] : [1_000_000, 'unit.million'];
  const digits = Math.abs(value) < 100 * divisor ? 1 : 0;
  const scaled = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value / divisor);
  return { text: `${scaled}\u00a0${t(unit)}`, full };
}

/** A sum of values as `{text, full}`: at most two decimals, short like a count. */
export function amount(value) {
  if (value === null || value === undefined) return { text: NONE, full: NONE };
  const full = numberFormat({ maximumFractionDigits: 2 }).format(value);
  return Math.abs(value) < SHORT_FROM ? { text: full, full } : { text: count(value).text, full };
}

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The smallest round step of which four reach `highest`. */
export function axisStep(highest) {
  const power = 10 ** Math.floor(Math.log10(highest / 4));
  // The tolerance is for products such as 4 × 0.05.
  return power * STEPS.find((step) => 4 * step * power >= highest * (1 - 1e-9));
}

/** A fraction as a percentage: one decimal, two below 1 %. */
export function rate(fraction) {
  if (fraction === null || fraction === undefined) return NONE;
  const digits = fraction > 0 && fraction < 0.01 ? 2 : 1;
  return numberFormat({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(fraction);
}

/** The ends of an interval of fractions. */
export function rateRange({ low, high }) {
  const digits = high < 0.01 ? 2 : 1;
  return numberFormat({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
    .formatRange(low, high);
}

/** The difference of two fractions in percentage points, with its sign. */
export const points = (difference) => `${signed(difference)}\u00a0${t('unit.points')}`;

/** The same without its unit. */
export function signed(difference) {
  return numberFormat({ signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 })
    .format(difference * 100).replace('-', '−');
}

/** A p-value with what stands before it: = 0.258. */
export function probability(value) {
  if (value === null || value === undefined) return NONE;
  const number = (one) => numberFormat({ minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(one);
  return value < 0.001 ? `<\u00a0${number(0.001)}` : `=\u00a0${number(value)}`;
}

/** A rate as the mark of an axis: as few digits as it takes. */
export const axisRate = (fraction) => numberFormat({ style: 'percent', maximumFractionDigits: 2 }).format(fraction);

export function share(part, whole) {
  return whole > 0 ? part / whole : null;
}

/** The two largest units: 2 d 4 h. Below ten seconds one decimal. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return NONE;
  if (seconds < 10) {
    const text = numberFormat({ maximumFractionDigits: 1 }).format(seconds);
    return `${text}\u00a0${t('unit.s')}`;
  }
  let rest = Math.round(seconds);
  const parts = [];
  for (const [unit, size] of Object.entries(SECONDS)) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount}\u00a0${t(`unit.${unit}`)}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** Seconds with one decimal always, for figures that tick. */
export function tickingSeconds(seconds) {
  const digits = seconds < 100 ? 1 : 0;
  const text = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(seconds);
  return `${text}\u00a0${t('unit.s')}`;
}

/** An ISO-8601 duration such as P14D or PT1H30M, in seconds; null where it is none. */
export function isoSeconds(text) {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text ?? '');
  if (!match) return null;
  const sizes = [604_800, 86_400, 3_600, 60, 1];
  return sizes.reduce((sum, size, index) => sum + size * Number(match[index + 1] ?? 0), 0);
}

export function timeOfDay(date) {
  return new Intl.DateTimeFormat(language(), { timeStyle: 'medium' }).format(date);
}

function bucketFormat(granularity, zone, long) {
  const key = [language(), granularity, zone, long].join();
  if (!formatters.has(key)) {
    const style = { ...BUCKET_STYLES[granularity], timeZone: zone };
    if (long && granularity !== 'month') style.year = 'numeric';
    if (long && granularity === 'hour') style.timeZoneName = 'short';
    formatters.set(key, new Intl.DateTimeFormat(language(), style));
  }
  return formatters.get(key);
}

const BUCKET_STYLES = {
  hour: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
};

/**
 * The name of a series bucket: what the clocks of the project's time zone, not of the reader's,
 * show at its beginning. In full an hour names its offset: one night a year, two have the same time.
 */
export function bucketName(time, granularity, zone, long = false) {
  const text = bucketFormat(granularity, zone, long).format(time);
  return long && granularity === 'week' ? t('trend.weekOf', { day: text }) : text;
}
