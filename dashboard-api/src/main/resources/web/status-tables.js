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

/** Instances of the stream program, with what the partitions they hold add up to. */
export function createInstanceTable() {
  const columns = [
    ['status.instance', '', ({ instance }) => instance ?? '–'],
    ['status.state', 'state', (instance) => stateOf(instance).text],
    ['status.holds', 'number', ({ partitions }) => String(partitions)],
    ['status.lag', 'number', ({ lag }) => fullCount(lag)],
    ['status.age', 'number', ({ ageSeconds }) => t('status.ago', { age: tickingSeconds(ageSeconds) })],
  ];
  const table = createTable(columns, ({ instance }) => instance);
  return {
    element: table.element,
    update(partitions) {
      const byInstance = new Map();
      for (const { instance, lag, ageSeconds } of partitions) {
        const known = byInstance.get(instance) ?? { instance, partitions: 0, lag: 0, ageSeconds: 0 };
        byInstance.set(instance, {
          instance, partitions: known.partitions + 1, lag: known.lag + lag, ageSeconds: Math.max(known.ageSeconds, ageSeconds),
        });
      }
      table.element.hidden = byInstance.size === 0;
      table.update([...byInstance.values()], (instance, row) => {
        row.children[1].dataset.level = stateOf(instance).level;
      });
    },
  };
}

export function createFunnelProgress() {
  const columns = [
    ['status.funnel', 'name', ({ id }) => (funnelById(id) ? nameOf(funnelById(id)) : id)],
    ['status.version', 'number', (funnel) => String(funnel.version)],
    ['status.state', 'state', (funnel) => (funnel.complete ? t('status.complete') : t('status.backfill', { rate: rate(funnel.progress) }))],
    ['status.progress', 'progress-cell', evaluatedWords],
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
        showProgress(row.children[3], funnel);
      });
    },
  };
}

/** How far the partitions are that still have something to do. */
function evaluatedWords({ complete, partitions = [] }) {
  if (complete) return '';
  return partitions.filter((partition) => !partition.complete)
    .map(({ partition, evaluated }) => t('status.partitionProgress', { partition, full: fullCount(evaluated) })).join('; ');
}

function showProgress(cell, { complete, progress }) {
  const bar = cell.querySelector('progress') ?? h('progress', { class: 'progress', max: 1, 'aria-label': t('status.progress') });
  if (!bar.isConnected) cell.append(bar);
  bar.value = complete ? 1 : progress;
}

/** `columns`: message key, class, text of a cell; a cell of class `name` holds a link, `state` a dot. */
function createTable(columns, keyOf) {
  const body = h('tbody');
  const rows = new Map();
  const createCell = ([key, kind]) => {
    const text = h(kind === 'name' ? 'a' : 'span');
    return h('td', { class: kind, dataset: { label: t(key) } }, text);
  };
  return {
    element: h('div', { class: 'table-scroll stacking', tabindex: '0' }, h('table', {},
      h('thead', {}, h('tr', {}, columns.map(([key, kind]) => h('th', { scope: 'col', class: kind, text: t(key) })))),
      body)),
    update(items, finish) {
      const byKey = new Map(items.map((item) => [keyOf(item), item]));
      reconcile(body, rows, [...byKey.keys()], () => h('tr', {}, columns.map(createCell)));
      for (const [key, item] of byKey) {
        const row = rows.get(key);
        columns.forEach(([, , show], index) => setText(row.children[index].firstChild, show(item)));
        finish(item, row);
      }
    },
  };
}
