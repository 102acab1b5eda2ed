import { createCombobox } from './combobox.js';
import { h, icon } from './dom.js';
import { newCondition } from './editor-draft.js';
import { faultPlace } from './faults.js';
import { fullCount } from './format.js';
import { t } from './i18n.js';
import { CROSS, createTokensField } from './tokens-field.js';
import { TYPES, likelyType, shownValue, typeOf, typed } from './value-types.js';

export const OPERATORS = ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'endsWith', 'matches', 'gt', 'gte', 'lt', 'lte', 'exists', 'notExists'];
const ALONE = ['exists', 'notExists'];
const LISTS = ['in', 'notIn'];
const TEXTS = ['contains', 'startsWith', 'endsWith', 'matches'];

/**
 * The conditions on an event as the words of a sentence: where PROPERTY is VALUE and …
 * Returns their `rows` and the button that `add`s one.
 *
 * @param where the list, which is changed in place
 * @param path of the list
 * @param properties gives what has been seen of the event, see seen.js, or a promise of it
 * @param more names to suggest that events don't carry themselves
 * @param onChange after each change of a text
 * @param onRebuild after rows came or went; told the path of the row to go to
 */
export function createConditionFields({ where, path, properties, more = [], onChange, onRebuild }) {
  return {
    rows: where.map((condition, index) => conditionRow(condition, index)),
    add: h('button', { type: 'button', class: 'quiet add', onClick: () => {
      where.push(newCondition());
      onRebuild(`${path}[${where.length - 1}]`);
    } }, `+ ${t(where.length === 0 ? 'editor.addCondition' : 'editor.addFurtherCondition')}`),
  };

  function conditionRow(condition, index) {
    const at = `${path}[${index}]`;
    const property = createCombobox({
      label: t('editor.property'), value: condition.property, placeholder: t('editor.propertyHint'), options: suggestProperties,
      onChange: (text) => {
        condition.property = text.trim();
        onChange();
      },
    });
    const operator = h('select', { 'aria-label': t('editor.operator'), onChange: () => {
      changeOperator(condition, operator.value);
      onRebuild(at, 1);
    } }, OPERATORS.map((op) => h('option', { value: op, text: t(`editor.op.${op}`), selected: op === condition.op })));
    const remove = h('button', { type: 'button', class: 'quiet icon-button', 'aria-label': t('editor.removeCondition'), title: t('editor.removeCondition'), onClick: () => {
      where.splice(index, 1);
      onRebuild(path);
    } }, icon(CROSS));
    return faultPlace(at, 'div', { class: 'condition' },
      h('span', { class: 'word', text: t(index === 0 ? 'editor.where' : 'editor.and') }),
      property.element, operator, ALONE.includes(condition.op) ? null : valueField(condition), remove);
  }

  async function suggestProperties() {
    const seen = await properties();
    return [
      ...seen.map(({ name, count }) => ({ value: name, note: t('editor.seenTimes', { count, full: fullCount(count) }) })),
      ...more.map((name) => ({ value: name })),
    ];
  }

  async function seenOf(name) {
    return (await properties()).find((one) => one.name === name);
  }

  async function suggestValues(condition) {
    const seen = await seenOf(condition.property);
    return (seen?.values ?? []).filter(({ value }) => value === null || typeof value !== 'object')
      .map(({ value, count }) => ({ value: shownValue(value), typed: { value }, note: fullCount(count) }));
  }

  function valueField(condition) {
    if (LISTS.includes(condition.op)) return listField(condition);
    const isText = TEXTS.includes(condition.op);
    const type = isText ? null : typeSelect(condition, () => {
      condition.value = typed(field.input.value, type.value);
      onChange();
    });
    const field = createCombobox({
      label: t('editor.value'), value: shownValue(condition.value), placeholder: t('editor.valueHint'), options: () => suggestValues(condition),
      onChange: async (text) => {
        condition.value = isText ? text : typed(text, type.value);
        onChange();
        if (isText || type.dataset.chosen) return;
        const seen = await seenOf(condition.property).catch(() => undefined);
        if (field.input.value !== text) return;
        type.value = likelyType(text, seen?.types);
        condition.value = typed(text, type.value);
        onChange();
      },
      onPick: (text, option) => {
        condition.value = isText ? text : option.typed.value;
        if (!isText) type.value = typeOf(condition.value);
        onChange();
      },
    });
    return h('span', { class: 'value' }, field.element, type);
  }

  function listField(condition) {
    const type = typeSelect(condition, () => {
      condition.value = condition.value.map((value) => typed(shownValue(value), type.value));
      onRebuild(`${path}[${where.indexOf(condition)}]`, 3);
    });
    return h('span', { class: 'value' }, createTokensField({
      label: t('editor.value'), values: condition.value, textOf: shownValue, placeholder: t('editor.valuesHint'),
      valueOf: (text) => (type.dataset.chosen ? typed(text, type.value) : typed(text, likelyType(text, condition.value.map(typeOf)))),
      options: () => suggestValues(condition),
      onChange: () => {
        if (!type.dataset.chosen && condition.value.length > 0) type.value = typeOf(condition.value[0]);
        onChange();
      },
    }), type);
  }

  /** Chosen by itself until the reader chooses. */
  function typeSelect(condition, onChoose) {
    const sample = Array.isArray(condition.value) ? condition.value[0] : condition.value;
    const select = h('select', { class: 'type', 'aria-label': t('editor.type'), title: t('editor.type'), onChange: () => {
      select.dataset.chosen = 'yes';
      onChoose();
    } }, TYPES.map((type) => h('option', { value: type, text: t(`editor.type.${type}`), selected: type === typeOf(sample) })));
    return select;
  }
}

/** Keeps what was said as far as the new operator can take it. */
function changeOperator(condition, op) {
  const first = Array.isArray(condition.value) ? condition.value[0] ?? '' : condition.value ?? '';
  condition.op = op;
  if (ALONE.includes(op)) delete condition.value;
  else if (LISTS.includes(op)) condition.value = Array.isArray(condition.value) ? condition.value : [first].filter((value) => value !== '');
  else condition.value = TEXTS.includes(op) ? shownValue(first) : first;
}
