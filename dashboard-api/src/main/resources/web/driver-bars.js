import { h, setVariable } from './dom.js';
import { fullCount, rate } from './format.js';
import { t } from './i18n.js';

/** Two bars: how many of those with it go on, and of those without. */
export function createDriverBars({ with: those, without: others }) {
  return h('span', { class: 'driver-bars' }, bar(those, 'drivers.with', 'those'), bar(others, 'drivers.without', 'others'));
}

function bar({ advanced, dropped, conversion }, key, kind) {
  const track = h('span', { class: `driver-bar ${kind}` });
  setVariable(track, '--size', conversion ?? 0);
  return h('span', { class: 'driver-line', title: t('drivers.of', { advanced: fullCount(advanced), all: fullCount(advanced + dropped) }) },
    h('span', { class: 'note', text: t(key) }), track, h('span', { class: 'number', text: rate(conversion) }));
}
