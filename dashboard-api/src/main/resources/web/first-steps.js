import { getStatus, mayAs } from './api.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { copyable } from './states.js';

const EXAMPLE = {
  name: 'Checkout',
  stages: [
    { name: 'Viewed', anyOf: [{ event: 'Product Viewed' }] },
    { name: 'Carted', anyOf: [{ event: 'Product Added' }] },
    { name: 'Bought', anyOf: [{ event: 'Order Completed' }] },
  ],
};

/** What to do when there is no funnel yet, with this service's real addresses. */
export function createFirstSteps() {
  const send = h('div');
  showSend(send);
  return h('section', { class: 'panel first-steps' },
    h('h2', { text: t('overview.emptyTitle') }),
    h('p', { text: t('overview.emptyText') }),
    mayAs('editor') ? h('p', {}, h('a', { class: 'button primary', href: '#/new', text: t('editor.newTitle') })) : null,
    h('details', {}, h('summary', { text: t('overview.emptyByApi') }), copyable(t('overview.emptyDefine'), defineCommand()), send),
    h('p', { class: 'listening', role: 'status' }, h('span', { class: 'live-dot' }), t('overview.listening')));
}

function defineCommand() {
  return [
    `curl -X PUT ${location.origin}/api/v1/funnels/checkout \\`,
    `  -H 'Authorization: Bearer API_TOKEN' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(EXAMPLE)}'`,
  ].join('\n');
}

async function showSend(place) {
  const url = (await getStatus().catch(() => ({}))).ingestUrl ?? `${location.protocol}//${location.hostname}:8081`;
  place.replaceChildren(copyable(t('overview.emptySend'), [
    `curl -u WRITE_KEY: ${url}/v1/track -H 'Content-Type: application/json' \\`,
    "  -d '{\"type\":\"track\",\"userId\":\"ann\",\"event\":\"Product Viewed\"}'",
  ].join('\n')));
}
