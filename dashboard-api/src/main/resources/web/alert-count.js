import { getAlerts } from './api-alerts.js';
import { h, setText } from './dom.js';
import { t } from './i18n.js';

const POLL_MILLIS = 30_000;

/** How many alerts fire now, for the navigation; silent where there are none or they can't be had. */
export function createAlertCount() {
  const element = h('span', { class: 'nav-count', hidden: true });
  const abort = new AbortController();
  let timer = null;

  async function poll() {
    if (!document.hidden) {
      try {
        show((await getAlerts({ state: 'firing', limit: 100 }, abort.signal)).alerts.length);
      } catch {
        // The page of alerts says what fails.
      }
    }
    if (!abort.signal.aborted) timer = setTimeout(poll, POLL_MILLIS);
  }

  function show(count) {
    element.hidden = count === 0;
    setText(element, String(count));
    element.setAttribute('aria-label', t('alerts.firingNow', { count, full: count }));
    element.setAttribute('role', 'img');
  }

  poll();
  return {
    element,
    dispose() {
      abort.abort();
      clearTimeout(timer);
    },
  };
}
