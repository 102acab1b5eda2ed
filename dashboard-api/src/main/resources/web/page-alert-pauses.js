import { createAlertsHead } from './alerts-head.js';
import { cancelPause, getPauses, planPause } from './api-alerts.js';
import { mayAs } from './api.js';
import { h } from './dom.js';
import { createCarefulButton, createField, createForm } from './forms.js';
import { funnelById, funnelList, nameOf, onFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { moment, projectZone } from './moments.js';
import { createPauseCalendar } from './pause-calendar.js';
import { createPlainTable } from './plain-table.js';
import { momentOf, wallOf } from './zone.js';

/** Planned times in which nobody is told of alerts. */
export function alertPausesPage() {
  const calendar = createPauseCalendar();
  const table = createPlainTable({
    caption: t('pauses.title'),
    className: 'stacking',
    columns: [
      { label: t('pauses.when'), cell: (pause) => h('span', {}, spanWords(pause), pause.isNow ? h('span', { class: 'badge', text: t('pauses.now') }) : null) },
      { label: t('people.funnel'), cell: ({ funnel }) => (funnel ? nameOf(funnelById(funnel) ?? { id: funnel, definition: { name: funnel } }) : t('alerts.allFunnels')) },
      { label: t('pauses.reason'), cell: ({ reason }) => reason || '–' },
      ...(mayAs('editor') ? [{ label: t('sources.actions'), cell: ({ id }) => createCarefulButton(t('pauses.cancel'), t('pauses.cancelHint'), async () => {
        await cancelPause(id);
        loader.ask();
      }) }] : []),
    ],
  });
  const empty = h('p', { class: 'hint', text: t('pauses.none') });
  const formPlace = h('div');
  const loader = createLoader({ load: getPauses, show, shapes: ['columns', 'line'] });
  loader.body.append(calendar.element,
    h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: t('pauses.planned') })), empty, table.element),
    ...(mayAs('editor') ? [h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', { text: t('pauses.new') })), formPlace)] : []));

  function show(pauses) {
    calendar.update(pauses);
    empty.hidden = pauses.length > 0;
    table.element.hidden = pauses.length === 0;
    table.update([...pauses].sort((one, other) => one.from.localeCompare(other.from)));
    if (formPlace.childElementCount === 0) formPlace.append(createPauseForm(() => loader.ask()));
  }

  function begin() {
    if (funnelList().funnels !== null) loader.ask();
  }

  const unsubscribe = onFunnels(begin);
  begin();
  return {
    title: t('alerts.page.pauses'),
    element: h('div', { class: 'page' }, createAlertsHead('pauses'), h('p', { class: 'hint', text: t('pauses.explain') }), loader.element),
    dispose() {
      unsubscribe();
      loader.dispose();
    },
  };
}

const spanWords = ({ from, to, weekly }) => t(weekly ? 'pauses.weeklySpan' : 'pauses.span', { from: moment(from), to: moment(to) });

function createPauseForm(onPlanned) {
  const zone = projectZone();
  const start = Math.ceil(wallOf(Date.now(), zone) / 3_600_000) * 3_600_000;
  const from = createField({ path: 'from', label: t('pauses.from'), control: timeInput(start) });
  const to = createField({ path: 'to', label: t('pauses.to'), control: timeInput(start + 2 * 3_600_000) });
  const funnel = createField({
    path: 'funnel', label: t('people.funnel'),
    control: h('select', {}, h('option', { value: '', text: t('alerts.allFunnels') }), funnelList().funnels.map((one) => h('option', { value: one.id, text: nameOf(one) }))),
  });
  const weekly = createField({
    path: 'weekly', label: t('pauses.repeat'),
    control: h('select', {}, h('option', { value: '', text: t('pauses.once') }), h('option', { value: 'weekly', text: t('pauses.weekly') })),
  });
  const reason = createField({ path: 'reason', label: t('pauses.reason'), hint: t('pauses.reasonHint'), control: h('input', { type: 'text', maxlength: 200 }) });
  return createForm({
    fields: [from, to, funnel, weekly, reason],
    submitLabel: t('pauses.plan'),
    async send() {
      await planPause({
        from: instantOf(from.control.value, zone),
        to: instantOf(to.control.value, zone),
        funnel: funnel.control.value || null,
        weekly: weekly.control.value === 'weekly',
        reason: reason.control.value.trim(),
      });
      reason.control.value = '';
      onPlanned();
    },
  });
}

const timeInput = (wall) => h('input', { type: 'datetime-local', value: new Date(wall).toISOString().slice(0, 16) });

/** What the field holds is what the project's clocks show. An empty one is left for the service to refuse. */
function instantOf(text, zone) {
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? undefined : new Date(momentOf(wall, zone)).toISOString();
}
