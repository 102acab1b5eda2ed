import { checkFunnel, queryFunnel } from './api-funnels.js';
import { h, setText } from './dom.js';
import { bodyOf, isUnfinished } from './editor-draft.js';
import { createFunnelChart } from './funnel-chart.js';
import { quoted, t } from './i18n.js';
import { createKeyFigures } from './key-figures.js';
import { createLegend } from './legend.js';
import { entered } from './report.js';
import { dayStart } from './zone.js';
import { stageSentence, worstSentence } from './stage-sentence.js';
import { createNotice, reasonOf, skeleton } from './states.js';

const PAUSE_MILLIS = 350; // longer than between two keys
const REFRESH_MILLIS = 10_000;
const DAYS = [7, 30, 90];

/**
 * The figures of the definition as it stands, asked for when the reader pauses.
 *
 * @param zone of the project, whose days the ranges are made of
 * @param onFaults told the violations of the definition, none where there are none
 * @param onReport told each report, null where there is none for what is written now
 */
export function createPreview({ zone, onFaults, onReport }) {
  const range = h('select', { 'aria-label': t('range.label'), onChange: () => ask() },
    DAYS.map((days) => h('option', { value: days, text: t('editor.lastDays', { count: days }), selected: days === 30 })),
    h('option', { value: '', text: t('range.all') }));
  const sentence = h('p', { class: 'sentence', role: 'status' });
  const figures = h('div');
  const failed = createNotice('error', h('button', { type: 'button', text: t('state.retry'), onClick: () => ask() }));
  let draft = null;
  let shape = null;
  let chart = null;
  let keys = null;
  let report = null;
  let timer = null;
  let abort = null;

  function schedule(millis) {
    clearTimeout(timer);
    timer = setTimeout(ask, millis);
  }

  async function ask() {
    clearTimeout(timer);
    abort?.abort();
    if (!draft) return;
    const own = new AbortController();
    abort = own;
    figures.classList.add('waiting');
    if (!report) figures.replaceChildren(skeleton('line', 'chart'));
    const body = bodyOf(draft);
    try {
      const faults = await checkFunnel(body, own.signal);
      onFaults(faults);
      // A funnel needs a name only once it is saved.
      if (faults.every(({ path }) => path === 'name')) await query({ ...body, name: body.name.trim() || '–' }, own.signal);
      else forget(t(isUnfinished(draft) ? 'editor.unfinished' : 'editor.faulty'));
      failed.show(null);
    } catch (failure) {
      if (own.signal.aborted) return;
      failed.show(t('editor.noPreview', { reason: reasonOf(failure) }));
      schedule(REFRESH_MILLIS);
    }
  }

  async function query(body, signal) {
    const from = range.value === '' ? {} : { from: new Date(dayStart(Date.now(), 1 - Number(range.value), zone)).toISOString() };
    show(body, await queryFunnel(body, from, signal));
    schedule(REFRESH_MILLIS);
  }

  /** What is shown no longer answers what is written. */
  function forget(why) {
    report = null;
    shape = null;
    figures.replaceChildren();
    setText(sentence, why);
    onReport(null);
  }

  function show(body, answer) {
    report = answer;
    const newShape = JSON.stringify(body);
    if (newShape !== shape) {
      shape = newShape;
      keys = createKeyFigures({ definition: body });
      chart = createFunnelChart({ definition: body, name: draft.name.trim() || t('editor.newTitle'), onStage: (index) => explain(body, index) });
      figures.replaceChildren(keys.element, chart.element, createLegend());
    }
    figures.classList.remove('waiting');
    keys.update(report);
    chart.update(report);
    explain(body, null);
    onReport(report);
  }

  function explain(body, index) {
    if (!report) return;
    if (entered(report) === 0) setText(sentence, t('editor.nobody', { event: quoted(body.stages[0].name) }));
    else setText(sentence, index === null ? worstSentence(report, body) : stageSentence(report, index, body));
  }

  return {
    element: h('section', { class: 'panel preview', 'aria-labelledby': 'preview-title' },
      h('header', { class: 'panel-head' }, h('h2', { id: 'preview-title', text: t('editor.preview') }), h('div', { class: 'panel-tools' }, range)),
      sentence, failed.element, figures),
    /** Tells that the definition is another; `soon` false: at once. */
    update(newDraft, soon = true) {
      draft = newDraft;
      if (soon) schedule(PAUSE_MILLIS);
      else ask();
    },
    dispose() {
      draft = null;
      clearTimeout(timer);
      abort?.abort();
    },
  };
}
