import { h, reconcile, setAttribute, setText } from './dom.js';
import { fullCount, rate, tickingSeconds } from './format.js';
import { funnelById, nameOf } from './funnels.js';
import { t } from './i18n.js';
import { funnelAddress } from './router.js';

const SILENT_SECONDS = 10;

export const isSilent = (partition) => partition.ageSeconds > SILENT_SECONDS;

function stateOf(partition) {
  if (isSilent(partition)) return { level: 'bad', text: t('status.quiet') };
  return partition.lag > 0
    ? { level: 'busy', text: t('status.catchingUp') }
    : { level: 'good', text: t('status.upToDate') };
}

export function createPartitionTable() {
  const columns = [
    ['status.partition', '', (partition) => String(partition.partition)],
    ['status.state', 'state', (partition) => stateOf(partition).text],
    ['status.lag', 'number', (partition) => fullCount(partition.lag)],
    ['status.received', 'number', (partition) => fullCount(partition.received)],
    ['status.counted', 'number', (partition) => fullCount(partition.counted)],
    ['status.age', 'number', (partition) => t('status.ago', { age: tickingSeconds(partition.ageSeconds) })],
    ['status.instance', '', (partition) => partition.instance],
  ];
  const table = createTable(columns, (partition) => partition.partition);
  const empty = h('p', { class: 'hint', text: t('status.noPartitions') });
  return {
    element: h('div', {}, table.element, empty),
    update(partitions) {
      empty.hidden = partitions.length > 0;
      table.element.hidden = partitions.length === 0;
      table.update(partitions, (partition, row) => {
        row.children[1].dataset.level = stateOf(partition).level;
      });
    },
  };
}

export function createFunnelProgress() {
  const columns = [
    ['status.funnel', 'name', ({ id }) => (funnelById(id) ? nameOf(funnelById(id)) : id)],
    ['status.version', 'number', (funnel) => String(funnel.version)],
    ['status.state', 'state', (funnel) => (funnel.complete ? t('status.complete') : t('status.backfill', { rate: rate(funnel.progress) }))],
  ];
  const table = createTable(columns, (funnel) => `${funnel.id} ${funnel.version}`);
  const empty = h('p', { class: 'hint', text: t('overview.emptyTitle') });
  return {
    element: h('div', {}, table.element, empty),
    update(funnels) {
      empty.hidden = funnels.length > 0;
      table.element.hidden = funnels.length === 0;
      table.update(funnels, (funnel, row) => {
        setAttribute(row.querySelector('a'), 'href', funnelAddress(funnel.id));
        row.children[2].dataset.level = funnel.complete ? 'good' : 'busy';
      });
    },
  };
}

/** `columns`: message key, class, text of a cell; a cell of class `name` holds a link, `state` a dot. */
function createTable(columns, keyOf) {
  const body = h('tbody');
  const rows = new Map();
  const createCell = (kind) => {
    const text = h(kind === 'name' ? 'a' : 'span');
    return h('td', { class: kind }, text);
  };
  return {
    element: h('div', { class: 'table-scroll' }, h('table', {},
      h('thead', {}, h('tr', {}, columns.map(([key, kind]) => h('th', { scope: 'col', class: kind, text: t(key) })))),
      body)),
    update(items, finish) {
      const byKey = new Map(items.map((item) => [keyOf(item), item]));
      reconcile(body, rows, [...byKey.keys()], () => h('tr', {}, columns.map(([, kind]) => createCell(kind))));
      for (const [key, item] of byKey) {
        const row = rows.get(key);
        columns.forEach(([, , show], index) => setText(row.children[index].firstChild, show(item)));
        finish(item, row);
      }
    },
  };
}
