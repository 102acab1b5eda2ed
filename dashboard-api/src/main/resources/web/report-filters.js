import { createConditionFields } from './condition-fields.js';
import { h, setText } from './dom.js';
import { conditionWords } from './definition-view.js';
import { t } from './i18n.js';
import { moment } from './moments.js';
import { conditionsOf } from './report-choice.js';
import { changeQuery } from './router.js';
import { SESSION_PROPERTIES, seenProperties } from './seen.js';
import { momentOf, wallOf } from './zone.js';

const PAUSE_MILLIS = 500;

/** Whose figures are shown, as of when and counted how; the choice lives in the address. */
export function createReportFilters({ definition, zone }) {
  const summary = h('summary');
  const rows = h('div', { class: 'conditions' });
  const asOf = h('input', { type: 'datetime-local', onChange: () => changeQuery({ asOf: asOf.value ? momentText(asOf.value, zone) : undefined }) });
  const counting = h('select', { onChange: () => changeQuery({ counting: counting.value === 'persons' ? undefined : counting.value }) },
    ['persons', 'attempts'].map((way) => h('option', { value: way, text: t(`report.counting.${way}`) })));
  const clear = h('button', { type: 'button', text: t('report.clearFilters'), onClick: () => changeQuery({ where: undefined, asOf: undefined, counting: undefined }) });
  let where = [];
  let written = null;
  let timer = null;

  const events = definition.stages[0].anyOf.map(({ event }) => event).filter(Boolean);

  async function properties() {
    const lists = await Promise.all(events.map((event) => seenProperties(event)));
    return [...new Map(lists.flat().map((one) => [one.name, one])).values()];
  }

  /** A condition counts once it says with what to compare. */
  const isWhole = ({ property, op, value }) => property !== ''
    && (['exists', 'notExists'].includes(op) || (Array.isArray(value) ? value.length > 0 : value !== ''));

  function tell(millis = PAUSE_MILLIS) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const whole = where.filter(isWhole);
      written = whole.length > 0 ? JSON.stringify(whole) : undefined;
      changeQuery({ where: written });
    }, millis);
  }

  function build(path, number = 0) {
    const fields = createConditionFields({
      where, path: 'where', properties, more: SESSION_PROPERTIES, onChange: tell,
      onRebuild: (goTo, control) => {
        build(goTo, control);
        tell(0);
      },
    });
    rows.replaceChildren(...fields.rows, fields.add);
    if (path === undefined) return;
    const place = [...rows.querySelectorAll('[data-path]')].find((one) => one.dataset.path === path);
    const controls = place ? [...place.querySelectorAll('input, select, button')] : [];
    (controls[number] ?? controls.at(-1) ?? fields.add).focus();
  }

  return {
    element: h('details', { class: 'report-filters' }, summary,
      h('div', { class: 'report-filters-body' },
        h('p', { class: 'hint', text: t('report.filtersHint') }), rows,
        h('div', { class: 'option-line' },
          h('label', {}, t('report.asOf'), asOf), h('label', {}, t('report.counting'), counting), clear))),
    show(query) {
      // What the reader is writing is not taken out of their hands.
      if (query.where !== written || written === undefined && where.every(isWhole)) {
        where = conditionsOf(query);
        written = query.where;
        build();
      }
      if (document.activeElement !== asOf) asOf.value = query.asOf ? new Date(wallOf(Date.parse(query.asOf), zone)).toISOString().slice(0, 16) : '';
      counting.value = query.counting === 'attempts' ? 'attempts' : 'persons';
      const active = [
        ...conditionsOf(query).map(conditionWords),
        query.asOf ? t('report.asOfWords', { time: moment(query.asOf, zone) }) : null,
        query.counting === 'attempts' ? t('report.counting.attempts') : null,
      ].filter(Boolean);
      setText(summary, [t('report.filters'), ...active].join(' · '));
      clear.hidden = active.length === 0;
    },
    dispose: () => clearTimeout(timer),
  };
}

/** What a field for a day and a time says, by the clocks of the project. */
function momentText(text, zone) {
  return new Date(momentOf(Date.parse(`${text}:00Z`), zone)).toISOString();
}
