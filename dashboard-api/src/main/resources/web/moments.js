import { funnelList } from './funnels.js';
import { language } from './i18n.js';
import { knownZone, wallOf } from './zone.js';

/** Moments by the clocks of the project's time zone. */

const formats = new Map();

/** Every funnel carries the project's; before there is one, the reader's own clocks must do. */
export function projectZone() {
  const zone = funnelList().funnels?.[0]?.timeZone;
  return zone ? knownZone(zone) : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function format(zone, style) {
  const key = JSON.stringify([language(), zone, style]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language(), { ...style, timeZone: zone }));
  return formats.get(key);
}

const isThisYear = (time, zone) => new Date(wallOf(time, zone)).getUTCFullYear() === new Date(wallOf(Date.now(), zone)).getUTCFullYear();

/** Day and time to the minute, with the year where it is not this one. */
export function moment(text, zone = projectZone()) {
  const time = Date.parse(text);
  const style = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' };
  if (!isThisYear(time, zone)) style.year = 'numeric';
  return format(zone, style).format(time);
}

/** To the second and with the zone: what a hint shows. */
export function exactMoment(text, zone = projectZone()) {
  return format(zone, { dateStyle: 'long', timeStyle: 'long' }).format(Date.parse(text));
}

export function dayOf(text, zone = projectZone()) {
  return format(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(text));
}

export function clockOf(text, zone = projectZone()) {
  return format(zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(Date.parse(text));
}

/** The time of day to the minute. */
export function hourOf(text, zone = projectZone()) {
  return format(zone, { hour: 'numeric', minute: '2-digit' }).format(Date.parse(text));
}
