import { getRejected, retryRejected } from './api-sources.js';
import { mayAs } from './api.js';
import { h, setText } from './dom.js';
import { t } from './i18n.js';
import { createActionButton, createLoader } from './loader.js';
import { exactMoment, moment } from './moments.js';

/** What could not be taken, with the reason; each can be tried again. */
export function createRejectedPanel() {
  const list = h('ol', { class: 'rejected-list' });
  const empty = h('p', { class: 'hint', text: t('sources.noRejected') });
  const more = createActionButton(t('sources.more'), t('people.loadingMore'), async () => add(await getRejected(next)));
  const refresh = h('button', { type: 'button', text: t('people.refresh'), onClick: () => loader.change() });
  let next = null;
  const loader = createLoader({
    load: (signal) => getRejected(undefined, signal),
    show(page) {
      list.replaceChildren();
      add(page);
    },
    shapes: ['line', 'line'],
  });
  loader.body.append(list, empty, more);

  function add(page) {
    ({ next } = page);
    list.append(...page.rejected.map(createRow));
    // A page may be short, or empty, and still have a next one.
    more.hidden = next === null;
    empty.hidden = list.childElementCount > 0 || next !== null;
  }

  loader.ask();
  return {
    element: h('section', { class: 'panel', id: 'rejected' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('sources.rejectedTitle') }), h('div', { class: 'panel-tools' }, refresh)),
      h('p', { class: 'hint panel-hint', text: t('sources.rejectedHint') }), loader.element),
    dispose: loader.dispose,
  };
}

function createRow(rejected) {
  const { id, receivedAt, reason, source, call, raw, cut, record, retried } = rejected;
  const outcome = h('p', { class: 'outcome', role: 'status' });
  const retry = createActionButton(t('sources.retry'), t('sources.retrying'), async () => {
    const answer = await retryRejected(id);
    setText(outcome, answer.taken
      ? t('sources.taken', { count: answer.accepted, full: answer.accepted })
      : t('sources.notTaken', { reasons: (answer.reasons ?? []).join('; ') }));
    outcome.dataset.level = answer.taken ? 'good' : 'bad';
    retry.hidden = answer.taken;
  });
  if (retried) setText(outcome, t('sources.takenSince'));
  if (retried) outcome.dataset.level = 'good';
  retry.hidden = retried || record !== undefined || !mayAs('editor');
  const content = call === undefined ? raw ?? record : JSON.stringify(call, null, 2);
  return h('li', { class: 'rejected' },
    h('div', { class: 'rejected-head' },
      h('strong', { text: reason }),
      h('span', { class: 'note' },
        h('time', { datetime: receivedAt, title: exactMoment(receivedAt), text: moment(receivedAt) }), ` · ${source}`)),
    content ? h('details', {}, h('summary', { text: t('sources.content') }),
      h('pre', { tabindex: '0' }, h('code', { text: content })),
      cut ? h('p', { class: 'hint', text: t('sources.cut') }) : null) : null,
    retry, outcome);
}
