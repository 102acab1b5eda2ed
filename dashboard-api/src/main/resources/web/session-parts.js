import { breakable, h, setFigure, setText, setVariable } from './dom.js';
import { amount, count, duration, fullCount, rate, share } from './format.js';
import { t } from './i18n.js';
import { createPlainTable } from './plain-table.js';

const FEW = 30;

/** The row that is looked at first. */
export function createSessionFigures() {
  const names = ['sessions', 'persons', 'bounceRate', 'length', 'events'];
  const values = Object.fromEntries(names.map((name) => [name, { value: h('dd'), note: h('dd', { class: 'note' }) }]));
  return {
    element: h('dl', { class: 'key-figures' }, names.map((name) =>
      h('div', { title: t(`sessions.${name}Hint`) }, h('dt', { text: t(`sessions.${name}`) }), values[name].value, values[name].note))),
    update(report) {
      setFigure(values.sessions.value, count(report.sessions));
      setFigure(values.persons.value, count(report.persons));
      setText(values.persons.note, report.persons > 0 ? t('sessions.perPerson', { amount: amount(report.sessions / report.persons).text }) : '');
      setText(values.bounceRate.value, rate(report.bounceRate));
      setText(values.length.value, duration(report.seconds.median));
      setText(values.length.note, t('sessions.p90', { time: duration(report.seconds.p90) }));
      setText(values.events.value, amount(report.events.median).text);
      setText(values.events.note, t('sessions.mean', { amount: amount(report.events.mean).text }));
    },
  };
}

function nameCell(name, isOther) {
  if (isOther) return h('em', { text: t('sessions.other') });
  return name === null || name === undefined ? h('em', { class: 'absent', text: t('breakdown.none') }) : h('span', {}, breakable(String(name)));
}

/** A count with a bar, all in one scale. */
function barCell(value, highest, whole) {
  const bar = h('span', { class: 'row-bar' });
  setVariable(bar, '--size', highest > 0 ? value / highest : 0);
  return h('span', { title: `${fullCount(value)} · ${rate(share(value, whole))}` }, count(value).text, bar);
}

const bounceCell = (row) => h('span', {},
  row.sessions < FEW ? h('span', { class: 'badge few', text: t('breakdown.small'), title: t('sessions.few', { count: FEW }) }) : null,
  rate(row.bounceRate));

/** Sessions by one property, the largest group first. */
export function createSessionGroups() {
  const place = h('div');
  return {
    element: place,
    update(groups, name, whole) {
      const highest = Math.max(0, ...groups.map(({ sessions }) => sessions));
      const table = createPlainTable({
        caption: t('sessions.byCaption', { group: t(`sessions.by.${name}`) }),
        className: 'breakdown',
        columns: [
          { label: t(`sessions.by.${name}`), cell: ({ values, other }) => nameCell(values[`session.${name}`], other) },
          { label: t('sessions.sessions'), kind: 'number', cell: (row) => barCell(row.sessions, highest, whole) },
          { label: t('sessions.share'), kind: 'number', cell: (row) => rate(share(row.sessions, whole)) },
          { label: t('sessions.persons'), kind: 'number', cell: (row) => fullCount(row.persons) },
          { label: t('sessions.bounceRate'), kind: 'number', cell: bounceCell },
        ],
      });
      table.update([...groups].sort(bySize));
      // The focus of who scrolls in the table by keyboard outlives an update.
      const hadFocus = place.contains(document.activeElement);
      place.replaceChildren(table.element);
      if (hadFocus) table.element.focus();
    },
  };
}

const bySize = (one, other) => Boolean(one.other) - Boolean(other.other) || other.sessions - one.sessions;

/** Pages with which sessions begin or end. */
export function createSessionPages(title) {
  let highest = 0;
  let whole = 0;
  const table = createPlainTable({
    caption: title,
    className: 'breakdown',
    columns: [
      { label: t('sessions.page'), cell: ({ page, other }) => nameCell(page, other) },
      { label: t('sessions.sessions'), kind: 'number', cell: (row) => barCell(row.sessions, highest, whole) },
      { label: t('sessions.bounceRate'), kind: 'number', cell: bounceCell },
    ],
  });
  const empty = h('p', { class: 'hint', text: t('sessions.noPages') });
  return {
    element: h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: title })), table.element, empty),
    update(pages, all) {
      highest = Math.max(0, ...pages.map(({ sessions }) => sessions));
      whole = all;
      empty.hidden = pages.length > 0;
      table.element.hidden = pages.length === 0;
      table.update([...pages].sort(bySize));
    },
  };
}
