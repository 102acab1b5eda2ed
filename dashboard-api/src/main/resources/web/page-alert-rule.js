import { getRule, removeRule, saveRule } from './api-alerts.js';
import { h } from './dom.js';
import { createCarefulButton, createForm } from './forms.js';
import { funnelById, funnelList, nameOf, onFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { createReceivers } from './receivers.js';
import { createRuleFields } from './rule-fields.js';
import { ruleAddress } from './router.js';
import { sightWords } from './rule-words.js';
import { copyable } from './states.js';

const DEFAULTS = { stages: 'all', breakdowns: [], kinds: ['stage_drop', 'segment_drop', 'traffic_stop', 'traffic_drop'], minDrop: 0.1, falseAlarmsPerYear: 1, enabled: true, deliver: [] };

/** Changes a rule, and says in plain words what each setting does. */
export function alertRulePage({ id, query }) {
  const isNew = id === 'new';
  const heading = h('h1', { text: t(isNew ? 'rules.new' : 'rules.one') });
  const place = h('div', { class: 'page' });
  const secrets = h('div', { class: 'secret', role: 'status' });
  const loader = createLoader({
    load, show, shapes: ['line', 'chart'],
    missing: () => h('p', { class: 'panel', role: 'status', text: t('rules.missing') }),
  });
  let isShown = false;
  loader.body.append(secrets, place);

  async function load(signal) {
    if (!isNew) return getRule(id, signal);
    const funnel = funnelById(query.funnel) ?? funnelList().funnels?.[0];
    return { ...DEFAULTS, id: '', funnel: funnel?.id };
  }

  function show(rule) {
    const funnel = funnelById(rule.funnel);
    if (!funnel) return; // the list of funnels is on its way
    isShown = true;
    if (!isNew) heading.textContent = t('rules.of', { funnel: nameOf(funnel) });
    const fields = createRuleFields({ rule, isNew, funnel, onFunnel: (chosen) => show({ ...DEFAULTS, id: '', funnel: chosen }) });
    const receivers = createReceivers(rule.deliver);
    place.replaceChildren(h('section', { class: 'panel' },
      isNew ? null : h('p', { class: 'sight', text: sightWords(rule) }),
      createForm({
        fields: [...fields.fields, receivers.field],
        submitLabel: t('rules.save'),
        async send() {
          const saved = await saveRule(isNew ? fields.id() : id, { ...fields.value(), deliver: receivers.value() });
          reveal(saved);
          if (isNew) location.hash = ruleAddress(saved.id);
          else show(saved);
        },
      })),
    isNew || rule.isDefault ? '' : h('section', { class: 'panel' },
      createCarefulButton(t('sources.remove'), t(id === rule.funnel ? 'rules.removeToDefault' : 'rules.remove'), async () => {
        await removeRule(id);
        location.hash = '#/alert-rules';
      })));
  }

  /** Of a webhook that was made or changed; never shown again. */
  function reveal(saved) {
    const made = saved.deliver.filter(({ secret }) => secret);
    secrets.replaceChildren(h('p', { text: t('rules.saved') }),
      ...made.flatMap(({ url, secret }) => [h('p', { text: t('rules.secret') }), copyable(url, secret)]));
    secrets.scrollIntoView({ block: 'nearest' });
  }

  const unsubscribe = onFunnels(() => isShown || loader.ask());
  loader.ask();
  return {
    title: t('rules.one'),
    element: h('div', { class: 'page' },
      h('nav', { class: 'crumbs', 'aria-label': t('person.crumbs') }, h('a', { href: '#/alert-rules', text: t('alerts.page.rules') })),
      h('header', { class: 'page-head' }, heading), loader.element),
    dispose() {
      unsubscribe();
      loader.dispose();
    },
  };
}
