import { alertSentence } from './alert-words.js';
import { addMark, getAlerts, getMarks, removeMark } from './api-alerts.js';
import { mayAs } from './api.js';
import { h } from './dom.js';
import { createCarefulButton, createField, createForm } from './forms.js';
import { t } from './i18n.js';
import { exactMoment, moment } from './moments.js';
import { alertAddress } from './router.js';

const KINDS = ['deploy', 'campaign', 'other'];
const MOST_ALERTS = 100;

/**
 * What happened besides: deploys, campaigns and other things that people wrote down, and alerts.
 * Shown as a list under the trend; the chart marks their times.
 *
 * @param onMarks told `[{time, text}]`, the earliest first
 */
export function createMarks({ funnel, onMarks }) {
  const list = h('ol', { class: 'marks' });
  const empty = h('p', { class: 'hint', text: t('marks.none') });
  const own = new AbortController();

  /** Marks are an addition: without them the trend is as right as before. */
  async function load() {
    const [notes, alerts] = await Promise.all([
      getMarks({ funnel }, own.signal).catch(() => []),
      getAlerts({ funnel, limit: MOST_ALERTS }, own.signal).then((answer) => answer.alerts).catch(() => []),
    ]);
    if (!own.signal.aborted) show([...notes.map(ofNote), ...alerts.map(ofAlert)].sort((one, other) => one.time - other.time));
  }

  function show(marks) {
    empty.hidden = marks.length > 0;
    list.replaceChildren(...[...marks].reverse().map((mark) => h('li', {},
      h('time', { datetime: mark.at, title: exactMoment(mark.at), text: moment(mark.at) }), ' ',
      h('span', { class: 'badge', text: t(`marks.kind.${mark.kind}`) }), ' ',
      mark.href ? h('a', { href: mark.href, text: mark.text }) : h('span', { text: mark.text }), ' ',
      mark.id && mayAs('editor') ? createCarefulButton(t('sources.remove'), t('marks.removeHint'), async () => {
        await removeMark(mark.id);
        load();
      }) : null)));
    onMarks(marks);
  }

  load();
  return {
    element: h('details', { class: 'marks-of-trend' }, h('summary', { text: t('marks.title') }), empty, list,
      mayAs('editor') ? markForm(funnel, load) : null),
    dispose: () => own.abort(),
  };
}

const ofNote = ({ id, at, kind, text, url }) => ({ id, at, time: Date.parse(at), kind, text: text || t(`marks.kind.${kind}`), href: url });
const ofAlert = (alert) => ({ at: alert.onset, time: Date.parse(alert.onset), kind: 'alert', text: alertSentence(alert), href: alertAddress(alert.id) });

function markForm(funnel, onAdded) {
  const kind = createField({ path: 'kind', label: t('marks.kind'), control: h('select', {}, KINDS.map((value) => h('option', { value, text: t(`marks.kind.${value}`) }))) });
  const text = createField({ path: 'text', label: t('marks.text'), hint: t('marks.textHint'), control: h('input', { type: 'text', maxlength: 500, autocomplete: 'off' }) });
  return createForm({
    fields: [kind, text],
    submitLabel: t('marks.add'),
    async send() {
      await addMark({ funnel, kind: kind.control.value, text: text.control.value.trim() });
      text.control.value = '';
      onAdded();
    },
  });
}
