import { conditionWords } from './definition-view.js';
import { h, reconcile, setText } from './dom.js';
import { funnelList, nameOf } from './funnels.js';
import { t } from './i18n.js';
import { moment } from './moments.js';
import { createRangeControl } from './range-control.js';
import { conditionsOf, peopleChoice } from './report-choice.js';
import { changeQuery } from './router.js';
import { knownZone } from './zone.js';

const STATES = ['reached', 'advanced', 'pending', 'dropped'];

/** Chooses whose list is shown; the choice lives in the address. */
export function createPeopleFilter() {
  const { funnels } = funnelList();
  const funnelSelect = h('select', { onChange: () => changeQuery({ funnel: funnelSelect.value, stage: undefined, state: undefined, group: undefined }) },
    funnels.map((funnel) => h('option', { value: funnel.id, text: nameOf(funnel) })));
  const stageSelect = h('select', { onChange: () => changeQuery({ stage: stageSelect.value, ...(isLast(stageSelect.value) ? { state: undefined } : {}) }) });
  const radios = new Map(STATES.map((state) => [state, h('input', {
    type: 'radio', name: 'state', value: state, onChange: () => changeQuery({ state: state === 'reached' ? undefined : state }),
  })]));
  const group = h('span', { class: 'badge' });
  const ungroup = h('button', { type: 'button', text: t('people.allGroups'), onClick: () => changeQuery({ group: undefined }) });
  const groupLine = h('p', { class: 'group-line', hidden: true }, group, ungroup);
  const filters = h('span', { class: 'badge' });
  const unfilter = h('button', { type: 'button', text: t('report.clearFilters'), onClick: () => changeQuery({ where: undefined, asOf: undefined, counting: undefined }) });
  const filterLine = h('p', { class: 'group-line', hidden: true }, filters, unfilter);
  const options = new Map();
  // Days are the project's, the same for all of its funnels.
  const range = createRangeControl(knownZone(funnels[0].timeZone));
  let stages = [];

  const isLast = (number) => Number(number) === stages.length;

  function choiceOf(query) {
    const asked = Number(query.stage);
    const stage = Number.isInteger(asked) && asked >= 1 && asked <= stages.length ? asked : 1;
    const state = STATES.includes(query.state) && stage < stages.length ? query.state : 'reached';
    return { stage, state, group: groupOf(query.group), ...peopleChoice(query) };
  }

  return {
    element: h('section', { class: 'controls people-filter', 'aria-label': t('people.filter') },
      h('label', {}, t('people.funnel'), funnelSelect),
      h('label', {}, t('people.stage'), stageSelect),
      h('fieldset', { class: 'segments' }, h('legend', { text: t('people.state') }),
        [...radios].map(([state, radio]) => h('label', {}, radio, h('span', { text: t(`people.state.${state}`) })))),
      range.element, groupLine, filterLine),
    /** Shows what the address says; returns the choice that this amounts to. */
    show(query, funnel) {
      ({ stages } = funnel.definition);
      const choice = choiceOf(query);
      funnelSelect.value = funnel.id;
      reconcile(stageSelect, options, stages.map((_, index) => `${index + 1}`), (number) => h('option', { value: number }));
      stages.forEach((stage, index) => setText(options.get(`${index + 1}`), `${index + 1}. ${stage.name}`));
      stageSelect.value = String(choice.stage);
      for (const [state, radio] of radios) {
        radio.checked = state === choice.state;
        radio.disabled = state !== 'reached' && isLast(choice.stage);
      }
      groupLine.hidden = choice.group === undefined;
      if (choice.group !== undefined) setText(group, groupWords(choice.group));
      const words = filterWords(query);
      filterLine.hidden = words === '';
      setText(filters, words);
      range.show(query);
      return choice;
    },
  };
}

/** The filters of the report whose figure the list is behind. */
function filterWords(query) {
  return [
    ...conditionsOf(query).map(conditionWords),
    query.asOf ? t('report.asOfWords', { time: moment(query.asOf) }) : null,
    query.counting === 'attempts' ? t('report.counting.attempts') : null,
  ].filter(Boolean).join(' · ');
}

/** `{device: "phone"}` from the address, or undefined where it holds none. */
function groupOf(text) {
  try {
    const group = JSON.parse(text);
    return group && typeof group === 'object' && Object.keys(group).length > 0 ? group : undefined;
  } catch {
    return undefined;
  }
}

export const groupWords = (group) => Object.entries(group)
  .map(([name, value]) => `${name}: ${value === null ? t('breakdown.none') : value}`)
  .join(', ');
