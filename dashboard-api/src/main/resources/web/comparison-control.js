import { h, reconcile, setAttribute, setText } from './dom.js';
import { WAYS, datesBefore, wayOf, waysFor } from './comparison-choice.js';
import { t } from './i18n.js';
import { changeQuery } from './router.js';

/** Chooses with what the funnel is compared; the choice lives in the address. */
export function createComparisonControl({ hasBreakdowns, zone }) {
  let query = {};
  const choice = h('select', { onChange: choose },
    h('option', { value: '', text: t('compare.nothing') }),
    WAYS.filter((way) => way !== 'groups' || hasBreakdowns).map((way) => h('option', { value: way, text: t(`compare.${way}`) })));
  const from = dateField('otherFrom');
  const to = dateField('otherTo');
  const dates = h('span', { class: 'dates', hidden: true },
    h('label', {}, t('range.from'), from), h('label', {}, t('range.to'), to));
  const groups = ['group', 'otherGroup'].map((key) => h('select', {
    'aria-label': t(`compare.${key}`), hidden: true, onChange: (event) => changeQuery({ [key]: event.target.value }),
  }));
  const options = groups.map(() => new Map());
  let known = [];

  function dateField(key) {
    const field = h('input', { type: 'date', onChange: () => changeQuery({ [key]: field.value || undefined }) });
    return field;
  }

  function choose() {
    const none = { compare: undefined, otherFrom: undefined, otherTo: undefined, group: undefined, otherGroup: undefined };
    const way = choice.value;
    if (way === 'dates') changeQuery({ ...none, compare: way, ...datesBefore(query, zone) });
    else changeQuery({ ...none, compare: way || undefined, ...(way === 'groups' ? { tab: 'breakdown' } : {}) });
  }

  return {
    element: h('div', { class: 'compare-control' }, h('label', {}, t('compare.label'), choice), dates, groups),
    show(newQuery) {
      query = newQuery;
      const way = wayOf(query);
      choice.value = way ?? '';
      for (const option of choice.options) setAttribute(option, 'disabled', option.value !== '' && !waysFor(query).includes(option.value));
      dates.hidden = way !== 'dates';
      if (document.activeElement !== from) from.value = query.otherFrom ?? '';
      if (document.activeElement !== to) to.value = query.otherTo ?? '';
      for (const select of groups) select.hidden = way !== 'groups';
      showGroups();
    },
    /** The groups that there are: `[{key, name}]`, the largest first. */
    offer(list) {
      known = list;
      showGroups();
      // The two largest, until the reader says otherwise.
      if (wayOf(query) === 'groups' && list.length > 1 && !(query.group && query.otherGroup)) {
        changeQuery({ group: query.group ?? list[0].key, otherGroup: query.otherGroup ?? list.find(({ key }) => key !== (query.group ?? list[0].key)).key });
      }
    },
  };

  function showGroups() {
    groups.forEach((select, index) => {
      reconcile(select, options[index], known.map(({ key }) => key), (key) => h('option', { value: key }));
      for (const { key, name } of known) setText(options[index].get(key), name);
      const chosen = index === 0 ? query.group : query.otherGroup;
      select.value = known.some(({ key }) => key === chosen) ? chosen : '';
    });
  }
}
