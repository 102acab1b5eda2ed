import { acknowledge } from './api-alerts.js';
import { mayAs } from './api.js';
import { h, setText } from './dom.js';
import { t } from './i18n.js';
import { createActionButton } from './loader.js';
import { moment } from './moments.js';

const ANSWERS = ['known', 'expected', 'new-normal'];

/** What a reader can say of an alert, with what follows from it. */
export function createAlertActions({ id, onDone }) {
  const said = h('p', { role: 'status' });
  const rows = new Map(ANSWERS.map((as) => [as, h('div', { class: 'answer' },
    createActionButton(t(`alerts.ack.${as}`), t('sources.saving'), async () => {
      await acknowledge(id, as);
      onDone();
    }),
    h('span', { class: 'hint', text: t(`alerts.ackHint.${as}`) }))]));
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('alerts.answer') })), said,
      mayAs('editor') ? h('div', { class: 'answers' }, [...rows.values()]) : h('p', { class: 'hint', text: t('state.needsRole', { role: t('sources.role.editor') }) })),
    update({ acknowledgement }) {
      setText(said, acknowledgement ? t(`alerts.said.${acknowledgement.as}`, { time: moment(acknowledgement.at) }) : t('alerts.nobodySaid'));
      for (const [as, row] of rows) row.hidden = acknowledgement?.as === as;
    },
  };
}
