import { getPerson } from './api-people.js';
import { breakable, h, setVariable } from './dom.js';
import { duration, fullCount } from './format.js';
import { t } from './i18n.js';
import { createActionButton } from './loader.js';
import { clockOf, dayOf, exactMoment, moment } from './moments.js';
import { valueText } from './person-words.js';

const DAY_MILLIS = 86_400_000;
const START_FIELDS = ['start', 'end', 'events', 'number', 'channel'];

/** Sessions as blocks on one line of time, and the events of each. */
export function createPersonTimeline(person, { pageSize }) {
  const lists = person.sessions.map(createSession);
  const strip = createStrip(person, (index) => {
    lists[index].element.open = true;
    lists[index].element.querySelector('summary').focus();
  });
  let { next } = person;
  const more = createActionButton(t('person.moreEvents'), t('people.loadingMore'), async () => {
    const page = await getPerson(person.id, { limit: pageSize, cursor: next });
    next = page.next;
    place(page.timeline);
    more.hidden = next === null;
  });
  more.hidden = next === null;

  function place(events) {
    for (const event of events) listFor(event).add(event);
  }

  /** Sessions don't overlap: the last that has begun by then. */
  function listFor({ time }) {
    const index = person.sessions.findLastIndex(({ start }) => Date.parse(start) <= Date.parse(time));
    return lists[Math.max(0, index)];
  }

  place(person.timeline);
  if (lists.length > 0) lists.at(-1).element.open = true;
  return h('section', { class: 'panel' },
    h('header', { class: 'panel-head' }, h('h2', { text: t('person.timeline') })),
    strip,
    h('ol', { class: 'sessions' }, lists.map(({ element }) => h('li', {}, element))),
    more);
}

/** Blocks where the sessions lie; at least wide enough to hit. */
function createStrip({ sessions }, onOpen) {
  if (sessions.length === 0) return null;
  const first = Date.parse(sessions[0].start);
  const whole = Math.max(1, Date.parse(sessions.at(-1).end) - first);
  const most = Math.max(...sessions.map(({ events }) => events));
  const blocks = sessions.map((session, index) => {
    const label = sessionLabel(session);
    const block = h('button', { type: 'button', class: 'session-block', title: label, 'aria-label': label, onClick: () => onOpen(index) });
    setVariable(block, '--at', (Date.parse(session.start) - first) / whole);
    setVariable(block, '--length', (Date.parse(session.end) - Date.parse(session.start)) / whole);
    setVariable(block, '--weight', 0.35 + 0.65 * (session.events / most));
    return block;
  });
  const ends = whole < DAY_MILLIS ? moment : dayOf;
  return h('div', { class: 'strip', role: 'group', 'aria-label': t('person.strip') },
    h('div', { class: 'strip-line' }, blocks),
    h('div', { class: 'strip-ends' },
      h('span', { text: ends(sessions[0].start) }), h('span', { text: ends(sessions.at(-1).end) })));
}

const sessionLabel = (session) => t('person.session', {
  count: session.events, full: fullCount(session.events), time: moment(session.start),
});

function createSession(session) {
  const body = h('tbody');
  const rest = Object.entries(session).filter(([name]) => !START_FIELDS.includes(name));
  const took = (Date.parse(session.end) - Date.parse(session.start)) / 1000;
  const element = h('details', { class: 'session' },
    h('summary', {},
      h('time', { datetime: session.start, title: exactMoment(session.start), text: moment(session.start) }),
      h('span', { class: 'badge', text: session.channel ?? t('breakdown.none') }),
      h('span', { class: 'note', text: t('person.sessionFacts', { count: session.events, full: fullCount(session.events), time: duration(took) }) })),
    rest.length > 0 ? h('dl', { class: 'pairs inline' }, rest.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: valueText(value) })])) : null,
    h('table', { class: 'events' }, h('caption', { class: 'hidden-text', text: sessionLabel(session) }), body));
  return {
    element,
    add: (event) => body.append(eventRow(event)),
  };
}

function eventRow({ event, time, sender, messageId, properties }) {
  const pairs = Object.entries(properties);
  return h('tr', {},
    h('td', { class: 'event-time' }, h('time', { datetime: time, title: `${exactMoment(time)}\n${sender}\n${messageId}`, text: clockOf(time) })),
    h('td', {},
      pairs.length === 0 ? h('strong', {}, breakable(event)) : h('details', {},
        h('summary', {}, h('strong', {}, breakable(event)), h('span', { class: 'note brief', text: brief(pairs) })),
        h('dl', { class: 'pairs' }, pairs.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: valueText(value) })])))));
}

/** The first few plain properties, so that most events need not be opened. */
function brief(pairs) {
  return pairs.filter(([, value]) => typeof value !== 'object').slice(0, 3).map(([name, value]) => `${name}: ${value}`).join(' · ');
}
