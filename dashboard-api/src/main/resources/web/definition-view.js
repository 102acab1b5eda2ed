import { breakable, h } from './dom.js';
import { axisRate, duration, isoSeconds } from './format.js';
import { quoted, t } from './i18n.js';
import { copyable } from './states.js';

/** The rule behind the figures: a sentence a stage, and the JSON it was written in. */
export function createDefinitionView({ definition, version }) {
  return h('section', { class: 'panel' },
    h('header', { class: 'panel-head' },
      h('h2', { text: t('definition.title') }),
      h('span', { class: 'hint', text: t('definition.version', { version }) })),
    h('ol', { class: 'rules' }, definition.stages.map((stage) =>
      h('li', {}, h('strong', {}, breakable(stage.name)), ` – ${stageWords(stage)}`))),
    h('p', { text: wholeWords(definition) }),
    h('details', {},
      h('summary', { text: t('definition.json') }),
      copyable(t('definition.title'), JSON.stringify(definition, null, 2))));
}

function stageWords(stage) {
  const extra = [
    stage.within ? t('definition.within', { time: timeWords(stage.within) }) : null,
    stage.optional ? t('definition.optional') : null,
    stage.value ? t('definition.value', { property: stage.value }) : null,
    typeof stage.target === 'number' ? t('definition.target', { rate: axisRate(stage.target) }) : null,
  ];
  return [matchersWords(stage.anyOf), ...extra.filter(Boolean)].join('; ');
}

function matchersWords(matchers) {
  return matchers.map(matcherWords).join(t('definition.or'));
}

function matcherWords({ event, where = [] }) {
  const did = t('definition.did', { event: event ? quoted(event) : t('definition.anyEvent') });
  if (where.length === 0) return did;
  return did + t('definition.where', { conditions: where.map(conditionWords).join(t('definition.and')) });
}

export function conditionWords({ property, op, value }) {
  const shown = Array.isArray(value) ? value.join(', ') : String(value);
  return t(`definition.op.${op}`, { property, value: shown });
}

function wholeWords(definition) {
  const { order, strictScope, window, ties, implied, hold, exclude, breakdowns, breakdownFrom, stages } = definition;
  return [
    t(strictScope === 'funnel' ? 'definition.strictFunnel' : `definition.${order}`),
    ties === 'increasing' ? t('definition.increasing') : null,
    implied ? t('definition.implied') : null,
    window === 'session' ? t('definition.windowSession') : t('definition.window', { time: timeWords(window) }),
    hold.length > 0 ? t('definition.hold', { properties: hold.join(', ') }) : null,
    ...exclude.map(({ anyOf, after, before }) => t(order === 'unordered' ? 'definition.excludeAnywhere' : 'definition.exclude', {
      what: matchersWords(anyOf), after: quoted(stages[after - 1]?.name ?? after), before: quoted(stages[before - 1]?.name ?? before),
    })),
    breakdowns.length > 0 ? fromWords(breakdownFrom, stages) : null,
  ].filter(Boolean).join(' ');
}

function fromWords(place, stages) {
  const [word, number] = place.split(':');
  return t(`definition.from.${word}`, { stage: number ? quoted(stages[number - 1].name) : '' });
}

const timeWords = (text) => (isoSeconds(text) === null ? text : duration(isoSeconds(text)));
