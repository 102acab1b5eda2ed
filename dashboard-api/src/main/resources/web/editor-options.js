import { h, icon } from './dom.js';
import { createDurationField } from './duration-field.js';
import { newExclusion, stageNames } from './editor-draft.js';
import { faultPlace } from './faults.js';
import { fullCount } from './format.js';
import { t } from './i18n.js';
import { createMatcherFields } from './matcher-fields.js';
import { SESSION_PROPERTIES, seenProperties } from './seen.js';
import { option } from './stage-card.js';
import { CROSS, createTokensField } from './tokens-field.js';

const ORDERS = ['ordered', 'strict', 'unordered'];
const PLACES = ['entry', 'last', 'first', 'person'];

/** The options that most funnels need: how long, in which order, split by what. */
export function createCommonOptions({ draft, onChange, onRebuild }) {
  return h('div', { class: 'options-common' },
    option('window', t('editor.window'), t('editor.windowEffect'), createDurationField({
      label: t('editor.window'), value: draft.window, hasSession: true, onChange: (text) => {
        draft.window = text ?? '';
        onChange();
      },
    })),
    option('order', t('editor.order'), t(`editor.orderEffect.${draft.order}`), h('fieldset', { class: 'segments' },
      h('legend', { class: 'hidden-text', text: t('editor.order') }),
      ORDERS.map((order) => h('label', {}, h('input', { type: 'radio', name: 'order', value: order, checked: draft.order === order, onChange: () => {
        draft.order = order;
        if (order !== 'strict') draft.strictScope = 'all';
        if (order !== 'ordered') draft.implied = false;
        onRebuild('order', ORDERS.indexOf(order));
      } }), h('span', { text: t(`editor.order.${order}`) }))))),
    option('breakdowns', t('editor.breakdowns'), t('editor.breakdownsEffect'), createTokensField({
      label: t('editor.breakdowns'), values: draft.breakdowns, placeholder: t('editor.propertyHint'), options: () => propertiesOfStages(draft),
      onChange,
    })));
}

/** The rest, behind "more". */
export function createRareOptions({ draft, isOpen, onOpen, onChange, onRebuild }) {
  const details = h('details', { class: 'rare', open: isOpen, onToggle: () => onOpen(details.open) },
    h('summary', { text: t('editor.moreOptions') }),
    h('div', { class: 'more' },
      option('hold', t('editor.hold'), t('editor.holdEffect'), createTokensField({
        label: t('editor.hold'), values: draft.hold, placeholder: t('editor.propertyHint'), options: () => propertiesOfStages(draft, false), onChange,
      })),
      exclusions(),
      option('breakdownFrom', t('editor.breakdownFrom'), t('editor.breakdownFromEffect'), breakdownFrom()),
      draft.order === 'strict' ? flag('strictScope', 'strictScope', 'funnel', 'all') : null,
      draft.order === 'ordered' ? flag('implied', 'implied', true, false) : null,
      flag('ties', 'ties', 'increasing', 'any')));

  function flag(path, key, on, off) {
    const box = h('input', { type: 'checkbox', checked: draft[key] === on, onChange: () => {
      draft[key] = box.checked ? on : off;
      onChange();
    } });
    return option(path, null, t(`editor.${key}Effect`), h('label', { class: 'check' }, box, t(`editor.${key}`)));
  }

  function breakdownFrom() {
    const names = stageNames(draft);
    const choices = [...PLACES.map((place) => [place, t(`editor.from.${place}`)]),
      ...names.map((name, index) => [`stage:${index + 1}`, t('editor.from.stage', { stage: name || index + 1 })])];
    const select = h('select', { 'aria-label': t('editor.breakdownFrom'), onChange: () => {
      draft.breakdownFrom = select.value;
      onChange();
    } }, choices.map(([value, text]) => h('option', { value, text, selected: value === draft.breakdownFrom })));
    return select;
  }

  function exclusions() {
    return faultPlace('exclude', 'div', { class: 'option' },
      h('div', { class: 'option-line' }, h('span', { class: 'option-label', text: t('editor.exclude') }),
        h('button', { type: 'button', class: 'quiet add', onClick: () => {
          draft.exclude.push(newExclusion(draft.stages.length));
          onRebuild(`exclude[${draft.exclude.length - 1}].anyOf[0].event`);
        } }, `+ ${t('editor.addExclusion')}`)),
      h('p', { class: 'hint', text: t('editor.excludeEffect') }),
      draft.exclude.map((one, index) => exclusionFields(one, index)));
  }

  function exclusionFields(one, index) {
    const path = `exclude[${index}]`;
    const stageSelect = (key) => {
      const select = h('select', { 'aria-label': t(`editor.exclude.${key}`), onChange: () => {
        one[key] = Number(select.value);
        onChange();
      } }, stageNames(draft).map((name, stage) => h('option', { value: stage + 1, text: name || stage + 1, selected: one[key] === stage + 1 })));
      return faultPlace(`${path}.${key}`, 'label', {}, t(`editor.exclude.${key}`), select);
    };
    return faultPlace(path, 'div', { class: 'exclusion' },
      createMatcherFields({ anyOf: one.anyOf, path: `${path}.anyOf`, label: t('editor.excludeEvent', { number: index + 1 }), onChange, onRebuild }),
      h('div', { class: 'option-line' },
        draft.order === 'unordered' ? null : [stageSelect('after'), stageSelect('before')],
        h('button', { type: 'button', class: 'quiet icon-button', 'aria-label': t('editor.removeExclusion'), title: t('editor.removeExclusion'), onClick: () => {
          draft.exclude.splice(index, 1);
          onRebuild('exclude');
        } }, icon(CROSS))));
  }

  return details;
}

/** What the events of the stages carry: those of most stages first. */
async function propertiesOfStages(draft, withSession = true) {
  const events = [...new Set(draft.stages.flatMap((stage) => stage.anyOf.map((matcher) => matcher.event)).filter(Boolean))];
  const lists = await Promise.all(events.map((event) => seenProperties(event)));
  const sums = new Map();
  for (const { name, count } of lists.flat()) {
    const known = sums.get(name) ?? { events: 0, count: 0 };
    sums.set(name, { events: known.events + 1, count: known.count + count });
  }
  const seen = [...sums].sort(([, one], [, other]) => other.events - one.events || other.count - one.count)
    .map(([value, { count }]) => ({ value, note: t('editor.seenTimes', { count, full: fullCount(count) }) }));
  return [...seen, ...(withSession ? SESSION_PROPERTIES.map((value) => ({ value })) : [])];
}
