import { h } from './dom.js';
import { t } from './i18n.js';

const PAGES = [['alerts', '#/alerts'], ['rules', '#/alert-rules'], ['pauses', '#/alert-pauses']];

/** The heading that the pages about alerts share, with the way between them. */
export function createAlertsHead(current, title = t(`alerts.page.${current}`)) {
  return h('header', { class: 'page-head' },
    h('h1', { text: title }),
    h('nav', { class: 'alert-tabs', 'aria-label': t('alerts.title') }, PAGES.map(([page, href]) =>
      h('a', { href, text: t(`alerts.page.${page}`), 'aria-current': page === current ? 'page' : null }))));
}
