import { getStatus } from './api.js';
import { h, setText } from './dom.js';
import { fullCount, timeOfDay } from './format.js';
import { t } from './i18n.js';
import { createNotice, errorPanel, skeleton } from './states.js';
import { createFunnelProgress, createInstanceTable, createPartitionTable, isSilent } from './status-tables.js';

const POLL_MILLIS = 2_000;

/** Answers what an operator asks at night: is everything counted, what is behind, what was refused. */
export function statusPage() {
  const stale = createNotice('error');
  const verdict = h('p', { class: 'verdict', role: 'status' });
  const partitions = createPartitionTable();
  const funnels = createFunnelProgress();
  const instances = createInstanceTable();
  const rejected = h('p');
  const rejectedLink = h('a', { href: '#/sources', text: t('status.rejectedLink') });
  const full = h('p', { hidden: true });
  const content = h('div', { class: 'page', hidden: true },
    h('section', { class: 'panel' }, verdict),
    section('status.instances', h('p', { class: 'hint panel-hint', text: t('status.instancesHint') }), instances.element),
    section('status.partitions', partitions.element),
    section('status.funnels', funnels.element),
    section('status.rejected', rejected, rejectedLink, full));
  const waiting = h('div', {}, skeleton('line', 'chart'));
  const abort = new AbortController();
  let timer = null;
  let seenAt = null;

  async function poll() {
    clearTimeout(timer);
    try {
      show(await getStatus(abort.signal));
    } catch (failure) {
      if (!abort.signal.aborted) showFailure(failure);
    }
    if (!abort.signal.aborted) timer = setTimeout(poll, POLL_MILLIS);
  }

  function show(status) {
    seenAt = new Date();
    waiting.hidden = true;
    content.hidden = false;
    stale.show(null);
    const { level, text } = verdictOf(status);
    verdict.dataset.level = level;
    setText(verdict, text);
    instances.update(status.partitions ?? []);
    partitions.update(status.partitions ?? []);
    funnels.update(status.funnels ?? []);
    setText(rejected, status.rejected > 0
      ? t('status.someRejected', { count: status.rejected, full: fullCount(status.rejected) })
      : t('status.noRejected'));
    rejectedLink.hidden = !(status.rejected > 0);
    full.hidden = !(status.fullPersons > 0);
    setText(full, t('status.full', { count: status.fullPersons ?? 0, full: fullCount(status.fullPersons ?? 0) }));
  }

  function showFailure(failure) {
    if (seenAt) stale.show(t('status.unreachable', { time: timeOfDay(seenAt) }));
    else waiting.replaceChildren(errorPanel(failure, poll));
  }

  poll();
  return {
    title: t('status.title'),
    element: h('div', { class: 'page' },
      h('header', { class: 'page-head' }, h('h1', { text: t('status.title') })), stale.element, waiting, content),
    dispose() {
      abort.abort();
      clearTimeout(timer);
    },
  };
}

function section(titleKey, ...children) {
  return h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: t(titleKey) })), children);
}

/** The worst news first: silence hides everything else. */
function verdictOf({ settled, partitions = [] }) {
  const silent = partitions.filter(isSilent).length;
  if (silent > 0) return { level: 'bad', text: t('status.silent', { count: silent }) };
  const lag = partitions.reduce((sum, partition) => sum + partition.lag, 0);
  if (lag > 0) return { level: 'busy', text: t('status.behind', { count: lag, full: fullCount(lag) }) };
  return settled ? { level: 'good', text: t('status.settled') } : { level: 'busy', text: t('status.working') };
}
