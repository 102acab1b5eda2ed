import { h } from './dom.js';
import { t } from './i18n.js';
import { RANGES, monthUntilToday, rangeOf } from './range.js';
import { changeQuery } from './router.js';

/** Chooses a range of time, by default that of entry; the choice lives in the address. */
export function createRangeControl(zone, label = t('range.label')) {
  const radios = new Map(RANGES.map((range) => [range, h('input', {
    type: 'radio', name: 'range', value: range, onChange: () => choose(range),
  })]));
  const from = dateField();
  const to = dateField();
  const dates = h('span', { class: 'dates', hidden: true },
    h('label', {}, t('range.from'), from), h('label', {}, t('range.to'), to));

  function dateField() {
    return h('input', { type: 'date', onChange: () => changeQuery({ from: from.value || undefined, to: to.value || undefined }) });
  }

  function choose(range) {
    if (range === 'custom') {
      changeQuery({ range, ...monthUntilToday(zone) });
    } else {
      changeQuery({ range: range === 'all' ? undefined : range, from: undefined, to: undefined });
    }
  }

  return {
    element: h('div', { class: 'range' },
      h('fieldset', { class: 'segments' },
        h('legend', { text: label }),
        [...radios].map(([range, radio]) => h('label', {}, radio, h('span', { text: t(`range.${range}`) })))),
      dates),
    show(query) {
      const range = rangeOf(query);
      radios.get(range).checked = true;
      dates.hidden = range !== 'custom';
      if (document.activeElement !== from) from.value = query.from ?? '';
      if (document.activeElement !== to) to.value = query.to ?? '';
    },
  };
}
