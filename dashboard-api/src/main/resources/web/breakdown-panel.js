import { createBreakdownTable, nameOf as groupName } from './breakdown-table.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { groupsOf } from './report.js';
import { changeQuery } from './router.js';

/**
 * The funnel by one property; only there when the definition has breakdowns.
 *
 * @param peopleOf gives the address of a list from `{stage, group}`, where group is `{name: value}`
 * @param onGroup told how many of the group that is looked at reached each stage, or null
 * @param onGroups told the groups that there are, as `[{key, name}]`
 */
export function createBreakdownPanel(definition, { peopleOf, onGroup, onGroups }) {
  const names = definition.breakdowns ?? [];
  const nameSelect = h('select', { onChange: () => changeQuery({ breakdown: nameSelect.value }) },
    names.map((name) => h('option', { value: name, text: name })));
  const asText = (group) => JSON.stringify({ [nameSelect.value]: group.value });
  const table = createBreakdownTable(definition.stages.map((stage) => stage.name), {
    peopleOf: ({ stage, group }) => peopleOf({ stage, group: asText(group) }),
    onGroup: (group) => onGroup(group?.reached ?? null),
    onPair: (one, other) => changeQuery({ compare: 'groups', group: asText(one), otherGroup: asText(other) }),
  });
  const empty = h('p', { class: 'hint', text: t('breakdown.empty'), hidden: true });
  const figure = h('div', {}, table.element, empty);

  return {
    element: h('section', { class: 'panel', hidden: names.length === 0 },
      h('header', { class: 'panel-head' },
        h('h2', { text: t('breakdown.title') }),
        h('div', { class: 'panel-tools' }, h('label', {}, t('breakdown.by'), nameSelect))),
      figure, h('p', { class: 'hint', text: t('breakdown.explain') })),
    /** The breakdown that is shown when the address names none. */
    nameOf: (query) => (names.includes(query.breakdown) ? query.breakdown : names[0]),
    update(report, name) {
      nameSelect.value = name;
      figure.classList.toggle('waiting', report === null);
      if (report === null) return;
      const groups = groupsOf(report, name);
      empty.hidden = groups.length > 0;
      table.element.hidden = groups.length === 0;
      table.update(groups, name);
      onGroups(groups.filter((group) => !group.other).map((group) => ({ key: asText(group), name: groupName(group) })));
    },
  };
}
