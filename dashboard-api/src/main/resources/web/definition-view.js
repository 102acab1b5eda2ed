import { breakable, h } from './dom.js';
import { duration, isoSeconds } from './format.js';
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

function conditionWords({ property, op, value }) {
  const shown = Array.isArray(value) ? value.join(', ') : String(value);
  return t(`definition.op.${op}`, { property, value: shown });
}

function wholeWords(definition) {
  const { order = 'ordered', window = 'P14D', hold = [], exclude = [], stages } = definition;
  return [
    t(`definition.${order}`),
    window === 'session' ? t('definition.windowSession') : t('definition.window', { time: timeWords(window) }),
    hold.length > 0 ? t('definition.hold', { properties: hold.join(', ') }) : null,
    ...exclude.map(({ anyOf, after, before }) => t('definition.exclude', {
      what: matchersWords(anyOf), after: quoted(stages[after - 1]?.name ?? after), before: quoted(stages[before - 1]?.name ?? before),
    })),
  ].filter(Boolean).join(' ');
}

const timeWords = (text) => (isoSeconds(text) === null ? text : duration(isoSeconds(text)));
