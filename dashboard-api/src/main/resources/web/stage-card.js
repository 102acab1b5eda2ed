import { createCombobox } from './combobox.js';
import { h, icon, setText } from './dom.js';
import { createDurationField } from './duration-field.js';
import { stageNames } from './editor-draft.js';
import { faultPlace } from './faults.js';
import { amount, axisRate, count, duration, fullCount, isoSeconds, rate } from './format.js';
import { t } from './i18n.js';
import { createMatcherFields } from './matcher-fields.js';
import { seenProperties } from './seen.js';
import { CROSS } from './tokens-field.js';

const UP = 'M6 15l6-6 6 6';
const DOWN = 'M6 9l6 6 6-6';
const GRIP = 'M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01';

/**
 * A stage as a sentence that can be edited; what is rarely needed is behind "more".
 *
 * @param draft the definition, of which this stage is changed in place
 * @param isOpen whether "more" is open; `onOpen` is told when that changes
 * @param actions `{move(from, to), remove(index)}`
 */
export function createStageCard({ draft, index, isOpen, onOpen, actions, onChange, onRebuild }) {
  const stage = draft.stages[index];
  const path = `stages[${index}]`;
  const last = draft.stages.length - 1;
  const figures = h('span', { class: 'stage-figures' });
  const name = h('input', {
    type: 'text', value: stage.name ?? '', maxlength: '200', placeholder: stageNames(draft)[index] || t('editor.stageNameHint'),
    'aria-label': t('editor.stageName', { number: index + 1 }),
    onInput: () => {
      stage.name = name.value;
      changed();
    },
  });
  const summary = h('summary', { text: moreWords(stage) });
  const more = h('details', { open: isOpen, onToggle: () => onOpen(more.open) }, summary, moreFields());
  const element = faultPlace(path, 'li', { class: 'stage-card' },
    h('div', { class: 'stage-card-head' },
      h('span', { class: 'grip', draggable: 'true', title: t('editor.drag') }, icon(GRIP), String(index + 1)),
      faultPlace(`${path}.name`, 'div', { class: 'grows' }, name),
      figures,
      h('span', { class: 'stage-card-tools' },
        tool(UP, 'editor.moveUp', index === 0, () => actions.move(index, index - 1)),
        tool(DOWN, 'editor.moveDown', index === last, () => actions.move(index, index + 1)),
        tool(CROSS, 'editor.removeStage', last === 0, () => actions.remove(index)))),
    createMatcherFields({
      anyOf: stage.anyOf, path: `${path}.anyOf`, label: t('editor.stageEvent', { number: index + 1 }), onChange: changed, onRebuild,
    }),
    more);

  function tool(path_, key, disabled, onClick) {
    const label = t(key, { number: index + 1 });
    return h('button', { type: 'button', class: 'quiet icon-button', 'aria-label': label, title: label, disabled, onClick }, icon(path_));
  }

  function changed() {
    setText(summary, moreWords(stage));
    name.placeholder = stageNames(draft)[index] || t('editor.stageNameHint');
    onChange();
  }

  function moreFields() {
    const optional = h('input', { type: 'checkbox', checked: stage.optional === true, onChange: () => {
      stage.optional = optional.checked;
      changed();
    } });
    const value = createCombobox({
      label: t('editor.valueProperty'), value: stage.value ?? '', placeholder: t('editor.none'), options: numericProperties,
      onChange: (text) => {
        stage.value = text.trim() || undefined;
        changed();
      },
    });
    const target = h('input', {
      type: 'text', inputmode: 'decimal', class: 'short', value: percentOf(stage.target), 'aria-label': t('editor.target'),
      onInput: () => {
        stage.target = shareOf(target.value);
        changed();
      },
    });
    return h('div', { class: 'more' },
      index === 0 ? null : option(`${path}.within`, t('editor.within'), t('editor.withinEffect'), createDurationField({
        label: t('editor.within'), value: stage.within, otherwise: 'hours', onChange: (text) => {
          stage.within = text;
          changed();
        },
      })),
      index === 0 || index === last ? null : option(`${path}.optional`, null, t('editor.optionalEffect'),
        h('label', { class: 'check' }, optional, t('editor.optional'))),
      option(`${path}.value`, t('editor.valueProperty'), t('editor.valueEffect'), value.element),
      option(`${path}.target`, t('editor.target'), t('editor.targetEffect'), h('span', { class: 'duration' }, target, '%')));
  }

  async function numericProperties() {
    const lists = await Promise.all(stage.anyOf.map(({ event }) => seenProperties(event)));
    const numeric = lists.flat().filter(({ types }) => types.includes('number'));
    return [...new Map(numeric.map((one) => [one.name, one])).values()]
      .map(({ name: value, count: times }) => ({ value, note: t('editor.seenTimes', { count: times, full: fullCount(times) }) }));
  }

  return {
    element,
    /** What the preview found of this stage; null: nothing is known. */
    showFigures(report) {
      const found = report?.stages[index];
      setText(figures, found ? [count(found.reached).text, found.conversionFromPrevious === null ? null : rate(found.conversionFromPrevious)].filter(Boolean).join(' · ') : '');
      figures.title = found && found.conversionFromPrevious !== null ? t('editor.figuresHint') : '';
    },
  };
}

/** An option with what it does in plain words. */
export function option(path, label, effect, ...controls) {
  return faultPlace(path, 'div', { class: 'option' },
    h('div', { class: 'option-line' }, label ? h('span', { class: 'option-label', text: label }) : null, controls),
    h('p', { class: 'hint', text: effect }));
}

/** "More", and what of it is in use. */
function moreWords(stage) {
  const seconds = isoSeconds(stage.within);
  const used = [
    seconds ? t('editor.usedWithin', { time: duration(seconds) }) : null,
    stage.optional ? t('chart.optional') : null,
    stage.value ? t('definition.value', { property: stage.value }) : null,
    typeof stage.target === 'number' ? t('editor.usedTarget', { rate: axisRate(stage.target) }) : null,
  ].filter(Boolean);
  return [t('editor.more'), ...used].join(' · ');
}

/** A share as the field writes it: 0.25 is 25. */
const percentOf = (share) => (typeof share === 'number' ? amount(share * 100).full : share ?? '');

/** What can't be read stays text, for the service to refuse by name. */
function shareOf(text) {
  if (text.trim() === '') return undefined;
  const number = Number(text.trim().replace('%', '').replace(',', '.'));
  return Number.isFinite(number) ? Math.round(number * 1e8) / 1e10 : text;
}
