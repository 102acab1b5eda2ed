import { breakable, h, setText } from './dom.js';
import { certaintyOf, factorWords, merged } from './driver-words.js';
import { fullCount, rate } from './format.js';
import { t } from './i18n.js';
import { createPlainTable } from './plain-table.js';
import { createDriverBars } from './driver-bars.js';

const SURE = 0.05;

/** What goes with being lost, what with going on, and what may be chance. */
export function createDriverLists() {
  const losing = createList('losing');
  const winning = createList('winning');
  const chance = createList('chance');
  const left = h('p', { class: 'hint' });
  const details = h('details', { class: 'panel' }, h('summary', {}, h('h2', { text: t('drivers.chance') })), h('p', { class: 'hint', text: t('drivers.chanceHint') }), chance.table.element, left);
  return {
    elements: [losing.element, winning.element, details],
    update(report, stageName) {
      const drivers = merged(report.drivers);
      const sure = drivers.filter(({ qValue }) => qValue < SURE);
      losing.update(sure.filter(({ lift }) => lift < 1), stageName);
      winning.update(sure.filter(({ lift }) => lift >= 1), stageName);
      chance.update(drivers.filter(({ qValue }) => qValue >= SURE), stageName);
      setText(left, leftOut(report));
    },
  };
}

function leftOut({ compared, manyValued, more }) {
  return [
    t('drivers.compared', { count: compared, full: fullCount(compared) }),
    manyValued.length > 0 ? t('drivers.manyValued', { names: manyValued.map(({ property, event }) => property ?? event).join(', ') }) : null,
    more ? t('drivers.more') : null,
  ].filter(Boolean).join(' ');
}

function createList(kind) {
  let stage = '';
  const table = createPlainTable({
    caption: t(`drivers.${kind}`),
    className: 'drivers stacking',
    columns: [
      { label: t('drivers.what'), cell: (driver) => h('span', {}, breakable(factorWords(driver, stage))) },
      { label: t('drivers.rates'), cell: createDriverBars },
      { label: t('drivers.people'), kind: 'number', cell: ({ n }) => fullCount(n) },
      { label: t('drivers.lift'), kind: 'number', cell: liftCell },
      { label: t('drivers.certainty'), cell: ({ pValue, qValue }) => h('span', { title: t('drivers.exact', { p: scientific(pValue), q: scientific(qValue) }) },
        certaintyOf(qValue), h('span', { class: 'note p-value', text: `p ${scientific(pValue)}` })) },
    ],
  });
  const empty = h('p', { class: 'hint', text: t(`drivers.none.${kind}`) });
  return {
    table,
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t(`drivers.${kind}`) })), table.element, empty),
    update(drivers, stageName) {
      stage = stageName;
      empty.hidden = drivers.length > 0;
      table.element.hidden = drivers.length === 0;
      table.update(drivers);
    },
  };
}

/** Times as often as everybody; the two rates stand beside it. */
function liftCell({ lift, with: those }) {
  if (lift === null) return '–';
  const sign = lift >= 1 ? '↑' : '↓';
  return h('span', { title: t('drivers.liftHint', { rate: rate(those.conversion) }) }, `${sign} ${t('drivers.times', { times: lift.toFixed(2) })}`);
}

const scientific = (value) => (value >= 0.001 ? `= ${value.toFixed(3)}` : '< 0.001');
