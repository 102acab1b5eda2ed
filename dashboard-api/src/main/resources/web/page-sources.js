import { getStatus } from './api.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { createKeysPanel } from './keys-panel.js';
import { createRejectedPanel } from './rejected-panel.js';
import { createTokensPanel } from './tokens-panel.js';
import { createWebhooksPanel } from './webhooks-panel.js';
import { copyable } from './states.js';

/** Where events come from, what could not be taken, and who may read. */
export function sourcesPage() {
  const send = h('div');
  const parts = [createKeysPanel(), createWebhooksPanel(), createRejectedPanel(), createTokensPanel()];
  showSend(send);
  return {
    title: t('sources.title'),
    element: h('div', { class: 'page' },
      h('header', { class: 'page-head' }, h('h1', { text: t('sources.title') })),
      send, parts.map(({ element }) => element)),
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

async function showSend(place) {
  const { ingestUrl } = await getStatus().catch(() => ({}));
  if (!ingestUrl) return;
  place.append(h('details', { class: 'panel' },
    h('summary', {}, h('h2', { text: t('sources.send') })),
    h('p', { class: 'hint', text: t('sources.sendHint', { url: ingestUrl }) }),
    copyable(t('sources.sendExample'), [
      `curl -u WRITE_KEY: ${ingestUrl}/v1/track -H 'Content-Type: application/json' \\`,
      "  -d '{\"userId\":\"ann\",\"event\":\"Product Viewed\"}'",
    ].join('\n'))));
}
