import { getStatus } from './api.js';
import { getSources } from './api-sources.js';
import { h } from './dom.js';
import { fullCount } from './format.js';
import { t } from './i18n.js';
import { lastSeenCell } from './keys-panel.js';
import { createLoader } from './loader.js';
import { createPlainTable } from './plain-table.js';

const POLL_MILLIS = 10_000;

/** The webhooks that are set up, with what came by each. */
export function createWebhooksPanel() {
  let base = '';
  const table = createPlainTable({
    caption: t('sources.webhooks'),
    className: 'stacking',
    columns: [
      { label: t('sources.name'), cell: ({ name, kind }) => h('span', {}, name, name === kind ? null : h('span', { class: 'note person-id', text: kind })) },
      { label: t('sources.lastSeen'), cell: lastSeenCell },
      { label: t('sources.accepted'), kind: 'number', cell: ({ accepted }) => fullCount(accepted) },
      { label: t('sources.rejected'), kind: 'number', cell: ({ rejected }) => fullCount(rejected) },
      { label: t('sources.address'), cell: ({ path }) => h('code', { text: base + path }) },
    ],
  });
  const empty = h('p', { class: 'hint', text: t('sources.noWebhooks') });
  const loader = createLoader({
    async load(signal) {
      base = (await getStatus(signal)).ingestUrl ?? '';
      return getSources(signal);
    },
    show(sources) {
      empty.hidden = sources.length > 0;
      table.element.hidden = sources.length === 0;
      table.update(sources);
    },
    shapes: ['columns'],
    everyMillis: POLL_MILLIS,
  });
  loader.body.append(table.element, empty);
  loader.ask();
  return {
    element: h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: t('sources.webhooks') })), loader.element),
    dispose: loader.dispose,
  };
}
