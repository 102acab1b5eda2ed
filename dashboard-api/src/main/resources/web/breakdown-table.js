import { breakable, h, reconcile, setAttribute, setFigure, setText, setVariable } from './dom.js';
import { count, rate, share } from './format.js';
import { t } from './i18n.js';

const FEW = 30;
const GROUP = 'group';
const RATE = 'rate';

const rateOf = (group) => share(group.reached.at(-1), group.reached[0]);
const isFew = (group) => group.reached[0] < FEW;
const keyOf = (group) => JSON.stringify(group.value);
const nameOf = (group) => (group.value === null ? t('breakdown.none') : String(group.value));

/** A row a group, a bar a stage, all bars in one scale. */
export function createBreakdownTable(stageNames) {
  const body = h('tbody');
  const rows = new Map();
  const headers = new Map();
  let sort = { column: 0, descending: true };
  let groups = [];
  let order = [];

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
    for (const group of groups) updateRow(rows.get(keyOf(group)), group, highest);
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
    h('td', { class: 'number' }, h('span'), h('span', { class: 'row-bar' })));
  const few = h('span', { class: 'badge few', text: t('breakdown.small'), title: t('breakdown.smallHint', { count: FEW }) });
  return h('tr', {}, h('th', { scope: 'row' }), stageCells, h('td', { class: 'number' }, few, h('span')));
}

function updateRow(row, group, highest) {
  const [name, ...cells] = row.children;
  const rateCell = cells.pop();
  setText(name, nameOf(group));
  name.classList.toggle('absent', group.value === null);
  cells.forEach((cell, index) => {
    setFigure(cell.firstChild, count(group.reached[index]));
    setVariable(cell.lastChild, '--size', group.reached[index] / highest);
  });
  rateCell.firstChild.hidden = !isFew(group);
  setText(rateCell.lastChild, rate(rateOf(group)));
}
