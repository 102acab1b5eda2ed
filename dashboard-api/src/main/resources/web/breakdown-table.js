import { breakable, h, reconcile, setAttribute, setFigure, setText, setVariable } from './dom.js';
import { count, rate, share } from './format.js';
import { t } from './i18n.js';

const FEW = 30;
const GROUP = 'group';
const RATE = 'rate';

const rateOf = (group) => share(group.reached.at(-1), group.reached[0]);
const isFew = (group) => group.reached[0] < FEW;
const keyOf = (group) => (group.other ? 'other' : JSON.stringify(group.value));

export const nameOf = (group) => (group.other ? t('breakdown.other') : group.value === null ? t('breakdown.none') : String(group.value));

/**
 * A row a group, a bar a stage, all bars in one scale.
 *
 * @param peopleOf gives the address of the list behind a figure from `{stage, group}`, stages from 1
 * @param onGroup told the group whose row is under the pointer or has the focus, or null
 * @param onPair told the two groups whose boxes are ticked
 */
export function createBreakdownTable(stageNames, { peopleOf, onGroup, onPair }) {
  const body = h('tbody');
  const rows = new Map();
  const headers = new Map();
  let sort = { column: 0, descending: true };
  let groups = [];
  let order = [];
  let looked = null;
  let ticked = [];

  const head = h('tr', {}, header(GROUP, t('breakdown.title')),
    stageNames.map((name, index) => header(index, name)), header(RATE, t('breakdown.rate')));
  const table = h('table', { class: 'breakdown' }, h('thead', {}, head), body);

  function header(column, name) {
    const element = h('th', { scope: 'col', class: column === GROUP ? '' : 'number' },
      h('button', {
        type: 'button', class: 'sort', title: t('breakdown.sort', { column: name }), onClick: () => sortBy(column),
      }, breakable(name)));
    headers.set(column, element);
    return element;
  }

  function sortBy(column) {
    sort = { column, descending: sort.column === column ? !sort.descending : column !== GROUP };
    show(true);
  }

  function compare(one, other) {
    const sign = sort.descending ? -1 : 1;
    if (sort.column === GROUP) return sign * nameOf(one).localeCompare(nameOf(other));
    if (sort.column === RATE) {
      // A rate of very few people says nothing: those groups are not ranked, they follow.
      return isFew(one) - isFew(other) || sign * ((rateOf(one) ?? -1) - (rateOf(other) ?? -1));
    }
    return sign * (one.reached[sort.column] - other.reached[sort.column]);
  }

  /** Rows keep their places while somebody is reading them, even when their figures overtake. */
  function orderNow(asked) {
    const keys = groups.map(keyOf);
    const sameRows = keys.length === order.length && keys.every((key) => order.includes(key));
    if (!asked && sameRows && table.matches(':hover, :focus-within')) return order;
    return [...groups].sort(compare).map(keyOf);
  }

  function show(asked) {
    for (const [column, element] of headers) {
      const direction = sort.descending ? 'descending' : 'ascending';
      setAttribute(element, 'aria-sort', column === sort.column ? direction : null);
    }
    order = orderNow(asked);
    const highest = Math.max(1, ...groups.map((group) => group.reached[0]));
    reconcile(body, rows, order, () => createRow(stageNames.length));
    for (const group of groups) updateRow(rows.get(keyOf(group)), group, highest, peopleOf);
    ticked = ticked.filter((key) => rows.has(key));
    showTicks();
    const seen = groups.find((group) => keyOf(group) === looked);
    if (seen) onGroup(seen);
  }

  const keyAt = (node) => [...rows].find(([, row]) => row.contains(node))?.[0] ?? null;

  function look(key) {
    if (key === looked) return;
    looked = key;
    onGroup(groups.find((group) => keyOf(group) === key) ?? null);
  }

  body.addEventListener('pointerover', (event) => look(keyAt(event.target)));
  body.addEventListener('pointerleave', () => look(keyAt(document.activeElement)));
  body.addEventListener('focusin', (event) => look(keyAt(event.target)));
  body.addEventListener('focusout', () => look(null));
  body.addEventListener('change', (event) => {
    const key = keyAt(event.target);
    // The third box takes the place of the first.
    ticked = event.target.checked ? [...ticked, key].slice(-2) : ticked.filter((one) => one !== key);
    showTicks();
    if (ticked.length === 2) onPair(...ticked.map((one) => groups.find((group) => keyOf(group) === one)));
  });

  function showTicks() {
    for (const [key, row] of rows) row.querySelector('input').checked = ticked.includes(key);
  }

  return {
    element: h('div', { class: 'table-scroll' }, table),
    update(newGroups, breakdownName) {
      setText(headers.get(GROUP).firstChild, breakdownName);
      groups = newGroups;
      show(false);
    },
  };
}

function createRow(stageCount) {
  const stageCells = Array.from({ length: stageCount }, () =>
    h('td', { class: 'number' }, h('a', { class: 'number-link' }), h('span', { class: 'row-bar' })));
  const few = h('span', { class: 'badge few', text: t('breakdown.small'), title: t('breakdown.smallHint', { count: FEW }) });
  return h('tr', {}, h('th', { scope: 'row' }, h('label', { class: 'check' }, h('input', { type: 'checkbox' }), h('span'))), stageCells, h('td', { class: 'number' }, few, h('span')));
}

function updateRow(row, group, highest, peopleOf) {
  const [name, ...cells] = row.children;
  const rateCell = cells.pop();
  const box = name.querySelector('input');
  setText(name.querySelector('span'), nameOf(group));
  name.classList.toggle('absent', group.value === null);
  box.hidden = Boolean(group.other);
  setAttribute(box, 'title', t('breakdown.tick'));
  cells.forEach((cell, index) => {
    setFigure(cell.firstChild, count(group.reached[index]));
    setAttribute(cell.firstChild, 'href', group.other ? null : peopleOf({ stage: index + 1, group }));
    setVariable(cell.lastChild, '--size', group.reached[index] / highest);
  });
  rateCell.firstChild.hidden = !isFew(group);
  setText(rateCell.lastChild, rate(rateOf(group)));
}
