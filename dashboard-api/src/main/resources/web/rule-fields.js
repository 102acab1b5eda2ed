import { h, setText } from './dom.js';
import { rate } from './format.js';
import { createField } from './forms.js';
import { funnelList, nameOf } from './funnels.js';
import { t } from './i18n.js';
import { KINDS, falseAlarmWords } from './rule-words.js';

const FALSE_ALARMS = [0.1, 0.5, 1, 3, 12];
const EXAMPLE_RATE = 0.3;

/** The fields of a rule but its receivers. */
export function createRuleFields({ rule, isNew, funnel, onFunnel }) {
  const { stages, breakdowns } = funnel.definition;
  const watchable = stages.map(({ name }, index) => [index + 1, name]).slice(0, -1);
  const funnelSelect = h('select', { onChange: () => onFunnel(funnelSelect.value) },
    funnelList().funnels.map((one) => h('option', { value: one.id, text: nameOf(one), selected: one.id === funnel.id })));
  const name = h('input', { type: 'text', value: rule.id, autocomplete: 'off', spellcheck: 'false', placeholder: `${funnel.id}-2` });
  const enabled = checkbox(t('rules.enabled'), rule.enabled);
  const stageBoxes = new Map(watchable.map(([number, text]) => [number, checkbox(text, rule.stages === 'all' || rule.stages.includes(number))]));
  const kindBoxes = new Map(KINDS.map((kind) => [kind, checkbox(t(`rules.kind.${kind}`), rule.kinds.includes(kind), t(`rules.kindHint.${kind}`))]));
  const breakdownBoxes = new Map(breakdowns.map((one) => [one, checkbox(one, rule.breakdowns.includes(one))]));
  const minDrop = h('input', { type: 'range', min: 1, max: 90, step: 1, value: Math.round(rule.minDrop * 100) });
  const dropEffect = h('output', { class: 'effect' });
  const alarms = h('select', {}, [...new Set([...FALSE_ALARMS, rule.falseAlarmsPerYear])].sort((one, other) => one - other).map((number) =>
    h('option', { value: number, text: t('rules.alarms', { number: number.toLocaleString() }), selected: number === rule.falseAlarmsPerYear })));
  const alarmEffect = h('output', { class: 'effect' });

  function showEffects() {
    const least = Number(minDrop.value) / 100;
    minDrop.setAttribute('aria-valuetext', rate(least));
    setText(dropEffect, t('rules.dropEffect', { drop: rate(least), from: rate(EXAMPLE_RATE), to: rate(EXAMPLE_RATE * (1 - least)) }));
    setText(alarmEffect, falseAlarmWords(Number(alarms.value)));
  }

  minDrop.addEventListener('input', showEffects);
  alarms.addEventListener('change', showEffects);
  showEffects();

  const fields = [
    ...(isNew ? [
      createField({ path: 'funnel', label: t('people.funnel'), control: funnelSelect }),
      createField({ path: 'id', label: t('rules.id'), hint: t('rules.idHint'), control: name }),
    ] : []),
    group('enabled', t('rules.on'), [enabled]),
    group('kinds', t('rules.kinds'), [...kindBoxes.values()]),
    group('stages', t('rules.stages'), [...stageBoxes.values()], t('rules.stagesHint')),
    group('breakdowns', t('rules.breakdowns'), [...breakdownBoxes.values()], t(breakdowns.length > 0 ? 'rules.breakdownsHint' : 'rules.noBreakdowns')),
    withEffect(createField({ path: 'minDrop', label: t('rules.minDrop'), control: minDrop }), dropEffect),
    withEffect(createField({ path: 'falseAlarmsPerYear', label: t('rules.falseAlarms'), control: alarms }), alarmEffect),
  ];
  return {
    fields,
    id: () => name.value.trim() || `${funnel.id}-2`,
    value() {
      const chosen = checkedOf(stageBoxes);
      return {
        funnel: funnel.id,
        stages: chosen.length === watchable.length ? 'all' : chosen,
        breakdowns: checkedOf(breakdownBoxes),
        kinds: checkedOf(kindBoxes),
        minDrop: Number(minDrop.value) / 100,
        falseAlarmsPerYear: Number(alarms.value),
        enabled: enabled.input.checked,
      };
    },
  };
}

const checkedOf = (boxes) => [...boxes].filter(([, { input }]) => input.checked).map(([value]) => value);

function checkbox(text, checked, hint) {
  const input = h('input', { type: 'checkbox' });
  input.checked = checked;
  return { input, element: h('label', { class: 'check' }, input, h('span', {}, text, hint ? h('span', { class: 'note person-id', text: hint }) : null)) };
}

/** Several boxes under one name; a fault of theirs stands below them. */
function group(path, label, boxes, hint) {
  const fault = h('p', { class: 'field-error', role: 'alert' });
  const element = h('fieldset', { class: 'field boxes' }, h('legend', { text: label }), boxes.map((box) => box.element),
    hint ? h('p', { class: 'hint', text: hint }) : null, fault);
  return {
    element,
    control: boxes[0]?.input ?? element,
    take(violations) {
      const own = violations.filter(({ path: at }) => at === path || at.startsWith(`${path}[`));
      setText(fault, own.map(({ message }) => message).join('; '));
      return own;
    },
  };
}

function withEffect(field, effect) {
  field.element.append(effect);
  return field;
}
