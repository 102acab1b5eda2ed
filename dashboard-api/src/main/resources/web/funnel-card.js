import { h, setText } from './dom.js';
import { isSimulated, nameOf } from './funnels.js';
import { createFunnelChart } from './funnel-chart.js';
import { quoted, t } from './i18n.js';
import { createKeyFigures } from './key-figures.js';
import { entered } from './report.js';
import { funnelAddress } from './router.js';
import { worstSentence } from './stage-sentence.js';
import { createNotice, skeleton } from './states.js';

/** A funnel on the overview: its figures, its small chart, where most people are lost. */
export function createFunnelCard(funnel) {
  const name = nameOf(funnel);
  const figures = createKeyFigures({ definition: funnel.definition, compact: true });
  const chart = createFunnelChart({ definition: funnel.definition, name, compact: true });
  const growing = createNotice('calm');
  const remark = h('p', { class: 'remark' });
  const body = h('div', { class: 'card-body', hidden: true }, figures.element, chart.element, remark, growing.element);
  const waiting = skeleton('figures', 'columns', 'line');
  const element = h('article', { class: 'panel card' },
    h('header', {},
      h('h2', {}, h('a', { href: funnelAddress(funnel.id), text: name })),
      isSimulated(funnel) ? h('span', { class: 'badge', text: t('overview.simulated') }) : null),
    waiting, body);

  return {
    element,
    update(report) {
      waiting.remove();
      body.hidden = false;
      figures.update(report);
      chart.update(report);
      growing.show(report.complete ? null : t('state.growing'));
      setText(remark, entered(report) === 0 ? t('overview.noEntries', { event: firstEvent(funnel) }) : worstSentence(report, funnel.definition));
    },
  };
}

function firstEvent({ definition }) {
  const named = definition.stages[0].anyOf.find((matcher) => matcher.event);
  return named ? quoted(named.event) : t('overview.firstEvent');
}
