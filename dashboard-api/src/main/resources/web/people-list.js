import { getReport } from './api.js';
import { getPersons, getPersonsCsv } from './api-people.js';
import { breakable, h, setText } from './dom.js';
import { fullCount } from './format.js';
import { quoted, t } from './i18n.js';
import { createActionButton, createLoader, saveFile } from './loader.js';
import { exactMoment, moment } from './moments.js';
import { describeState, personName } from './person-words.js';
import { askedOf } from './report-choice.js';
import { personAddress } from './router.js';
import { knownZone } from './zone.js';

const PAGE = 50;

/** One list of people, a page at a time. */
export function createPeopleList() {
  const sentence = h('p', { class: 'list-sentence', role: 'status' });
  const shownLine = h('p', { class: 'hint', role: 'status' });
  const rows = h('tbody');
  const head = h('tr');
  const table = h('div', { class: 'table-scroll people-table stacking', tabindex: '0', role: 'region', 'aria-label': t('people.list') },
    h('table', {}, h('caption', { class: 'hidden-text', text: t('people.list') }), h('thead', {}, head), rows));
  const empty = h('p', { class: 'hint', text: t('people.empty') });
  const more = createActionButton(t('people.more', { count: PAGE }), t('people.loadingMore'), showMore);
  const csv = createActionButton(t('people.csv'), t('people.csvBusy'), download);
  const refresh = h('button', { type: 'button', text: t('people.refresh'), onClick: () => loader.change() });
  const loader = createLoader({ load, show, shapes: ['line', 'chart'] });
  let funnel = null;
  let choice = null;
  let next = null;
  let shown = 0;
  let total = null;
  let asked = null;

  loader.body.append(h('section', { class: 'panel' },
    h('header', { class: 'panel-head' }, sentence, h('div', { class: 'panel-tools' }, refresh, csv)),
    table, empty,
    h('footer', { class: 'list-foot' }, shownLine, more)));

  const parameters = () => ({
    stage: choice.stage,
    state: choice.state,
    group: choice.group && JSON.stringify(choice.group),
    ...askedOf(choice, knownZone(funnel.timeZone)),
  });

  /** The list and the number that it stands behind, for the same moment. */
  async function load(signal) {
    const list = await getPersons(funnel.id, { ...parameters(), limit: PAGE }, signal);
    const bounds = askedOf(choice, knownZone(funnel.timeZone));
    const breakdown = choice.group && Object.keys(choice.group).join(',');
    // A list that ends here has told its number itself.
    const report = list.next === null ? null : await getReport(funnel.id, { ...bounds, breakdown, asOf: list.asOf }, signal);
    return { list, total: report ? numberIn(report) : list.persons.length };
  }

  function numberIn(report) {
    if (choice.group) return choice.state === 'reached' ? groupIn(report)?.reached[choice.stage - 1] ?? null : null;
    return report.stages[choice.stage - 1][choice.state];
  }

  const groupIn = (report) => report.breakdown.find(({ values }) =>
    Object.entries(choice.group).every(([name, value]) => values[name] === value));

  function show({ list, total: counted }) {
    total = counted;
    shown = 0;
    rows.replaceChildren();
    head.replaceChildren(...columns().map(([key, kind]) => h('th', { scope: 'col', class: kind, text: t(key) })));
    setText(sentence, sentenceOf(list));
    add(list);
    empty.hidden = list.persons.length > 0;
    table.hidden = list.persons.length === 0;
    csv.hidden = list.persons.length === 0;
  }

  function add(list) {
    ({ next } = list);
    shown += list.persons.length;
    rows.append(...list.persons.map((person) => h('tr', {}, columns().map(([key, kind, cell], index) => (index === 0
      ? h('th', { class: kind, scope: 'row' }, cell(person))
      : h('td', { class: kind, dataset: { label: t(key) } }, cell(person)))))));
    more.hidden = next === null;
    setText(shownLine, shown === 0 ? '' : t(total === null ? 'people.shownSome' : 'people.shown', {
      count: shown, shown: fullCount(shown), total: total === null ? '' : fullCount(total),
    }));
  }

  async function showMore() {
    const before = asked;
    const list = await getPersons(funnel.id, { ...parameters(), limit: PAGE, cursor: next });
    if (before === asked) add(list); // else the reader has turned to another list meanwhile
  }

  async function download() {
    const name = `${funnel.id}-${choice.stage}-${choice.state}.csv`;
    saveFile(await getPersonsCsv(funnel.id, parameters()), name);
  }

  function sentenceOf(list) {
    const stage = funnel.definition.stages[choice.stage - 1];
    return t(`people.sentence.${choice.state}`, {
      count: total ?? 0, full: total === null ? '' : fullCount(total), stage: quoted(stage.name), time: moment(list.asOf, knownZone(funnel.timeZone)),
    }).trim();
  }

  function columns() {
    const zone = knownZone(funnel.timeZone);
    const { stages } = funnel.definition;
    const at = (text) => (text ? h('time', { datetime: text, title: exactMoment(text, zone), text: moment(text, zone) }) : h('span', { text: '–' }));
    return [
      ['people.person', 'person-cell', (person) => personLink(person, funnel.id)],
      ['figure.entered', '', ({ entered }) => at(entered)],
      ...(choice.stage > 1 ? [['people.reachedAt', '', ({ reachedAt }) => at(reachedAt)]] : []),
      ['people.furthest', '', ({ depth }) => h('span', {}, breakable(stages[depth - 1]?.name ?? '–'))],
      ...(choice.stage < stages.length ? [['people.now', '', (person) => describeState(person, zone)]] : []),
      ['people.ids', 'number', ({ ids }) => h('span', { title: ids.join('\n'), text: fullCount(ids.length) })],
    ];
  }

  return {
    element: loader.element,
    show(newFunnel, newChoice) {
      const key = JSON.stringify([newFunnel.id, newFunnel.version, newChoice]);
      if (key === asked) return;
      asked = key;
      funnel = newFunnel;
      choice = newChoice;
      loader.change();
    },
    dispose: loader.dispose,
  };
}

function personLink(person, funnel) {
  const name = personName(person);
  return h('span', {},
    h('a', { href: personAddress(person.id, funnel) }, breakable(name)),
    name === person.id ? null : h('span', { class: 'note person-id' }, breakable(person.id)));
}
