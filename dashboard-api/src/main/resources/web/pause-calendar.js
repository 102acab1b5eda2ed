import { h } from './dom.js';
import { language, t } from './i18n.js';
import { hourOf, projectZone } from './moments.js';
import { dayOfWall, momentOf, wallOf } from './zone.js';

const WEEKS = 5;
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Five weeks from the current one on, with the hours at which nothing is told. */
export function createPauseCalendar() {
  const head = h('tr');
  const body = h('tbody');
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('pauses.calendar') })),
      h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': t('pauses.calendar') },
        h('table', { class: 'calendar' }, h('caption', { class: 'hidden-text', text: t('pauses.calendar') }), h('thead', {}, head), body))),
    update(pauses) {
      const zone = projectZone();
      const today = dayOfWall(wallOf(Date.now(), zone));
      const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY;
      const weekday = new Intl.DateTimeFormat(language(), { weekday: 'short', timeZone: 'UTC' });
      const date = new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', timeZone: 'UTC' });
      head.replaceChildren(...days(monday).map((day) => h('th', { scope: 'col', text: weekday.format(day) })));
      body.replaceChildren(...Array.from({ length: WEEKS }, (_, week) => h('tr', {}, days(monday + week * WEEK).map((day) =>
        h('td', { class: day < today ? 'past' : '', 'aria-current': day === today ? 'date' : null },
          h('span', { class: 'date', text: date.format(day) }), marksOf(pauses, day, zone))))));
    },
  };
}

const days = (first) => Array.from({ length: 7 }, (_, index) => first + index * DAY);

function marksOf(pauses, day, zone) {
  const start = momentOf(day, zone);
  const end = momentOf(day + DAY, zone);
  return pauses.map((pause) => [pause, sharedWith(pause, start, end)]).filter(([, shared]) => shared).map(([pause, shared]) =>
    h('span', { class: 'pause-mark', title: pause.reason || null, text: `${timeOf(shared[0], start, zone)}–${timeOf(shared[1], end, zone)}` }));
}

const timeOf = (moment, edge, zone) => (moment === edge ? '' : hourOf(new Date(moment).toISOString(), zone));

/** The part of a pause, or of its weekly repetition, that lies in a day; null if none does. */
function sharedWith({ from, to, weekly }, start, end) {
  let [begin, finish] = [Date.parse(from), Date.parse(to)];
  if (weekly && begin < start) {
    const weeks = Math.floor((start - begin) / WEEK);
    [begin, finish] = [begin + weeks * WEEK, finish + weeks * WEEK];
    if (finish <= start) [begin, finish] = [begin + WEEK, finish + WEEK];
  }
  return begin < end && finish > start ? [Math.max(begin, start), Math.min(finish, end)] : null;
}
