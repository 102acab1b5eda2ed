import { h, setAttribute, setText } from './dom.js';
import { createFunnelChart } from './funnel-chart.js';
import { createFunnelTable } from './funnel-table.js';
import { t } from './i18n.js';
import { createLegend } from './legend.js';
import { entered, worstStage } from './report.js';
import { changeQuery } from './router.js';
import { stageSentence, worstSentence } from './stage-sentence.js';

/** The big chart, the sentence that explains it, and the table behind it. */
export function createChartPanel({ definition, name, peopleOf }) {
  const chart = createFunnelChart({ definition, name, onStage: explain, peopleOf });
  const table = createFunnelTable({ definition, name });
  const sentence = h('span');
  const who = h('a', { class: 'who', text: t('report.lostFirst'), hidden: true });
  const hint = h('p', { class: 'hint', text: t('chart.hint') });
  const toggle = h('button', { type: 'button', onClick: () => changeQuery({ view: asTable ? undefined : 'table' }) });
  let asTable = false;
  let stage = null;
  let report = null;

  function explain(index) {
    stage = index;
    if (!report) return;
    const words = entered(report) === 0 ? t('trend.empty') : worstSentence(report, definition);
    setText(sentence, stage === null ? words : stageSentence(report, stage, definition));
    const worst = stage === null && peopleOf ? worstStage(report) : null;
    who.hidden = worst === null;
    if (worst) setAttribute(who, 'href', peopleOf({ stage: report.stages.indexOf(worst) + 1, state: 'dropped' }));
  }

  return {
    element: h('section', { class: 'panel chart-panel' },
      h('header', { class: 'panel-head' },
        h('h2', { text: t('chart.title') }),
        createLegend(),
        h('div', { class: 'panel-tools' }, toggle)),
      h('p', { class: 'sentence' }, sentence, ' ', who), chart.element, table.element, hint),
    showView(view) {
      asTable = view === 'table';
      chart.element.hidden = asTable;
      hint.hidden = asTable;
      table.element.hidden = !asTable;
      toggle.setAttribute('aria-pressed', String(asTable));
      setText(toggle, t(asTable ? 'chart.showChart' : 'chart.showTable'));
    },
    link: chart.link,
    /** Draws a group over the whole while its row is looked at; null: none. */
    overlay(reached) {
      chart.overlay(reached, report ? Math.max(1, ...report.stages.map((stage) => stage.reached)) : 1);
    },
    update(newReport) {
      report = newReport;
      chart.update(report);
      table.update(report);
      explain(stage);
    },
  };
}
