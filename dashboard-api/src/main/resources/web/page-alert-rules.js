import { createAlertsHead } from './alerts-head.js';
import { getRules } from './api-alerts.js';
import { mayAs } from './api.js';
import { h } from './dom.js';
import { funnelById, funnelList, nameOf, onFunnels } from './funnels.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { ruleAddress } from './router.js';
import { receiverWords, sightWords, watchWords } from './rule-words.js';

/** The rules: what is watched, what can be seen, who is told. */
export function alertRulesPage() {
  const list = h('div', { class: 'incidents' });
  const empty = h('p', { class: 'panel', text: t('rules.none') });
  const create = h('a', { class: 'button', href: ruleAddress('new'), text: t('rules.new') });
  const loader = createLoader({ load: getRules, show, shapes: ['columns', 'columns'] });
  let rules = null;
  loader.body.append(empty, list);

  function show(answer = rules) {
    rules = answer;
    if (rules === null) return;
    empty.hidden = rules.length > 0;
    list.replaceChildren(...rules.map(createRule));
    create.hidden = !mayAs('editor') || (funnelList().funnels ?? []).length === 0;
  }

  const unsubscribe = onFunnels(() => show());
  loader.ask();
  return {
    title: t('alerts.page.rules'),
    element: h('div', { class: 'page' }, createAlertsHead('rules'), h('p', { class: 'controls' }, create), loader.element),
    dispose() {
      unsubscribe();
      loader.dispose();
    },
  };
}

function createRule(rule) {
  const funnel = funnelById(rule.funnel);
  const name = funnel ? nameOf(funnel) : rule.funnel;
  return h('article', { class: 'panel incident' },
    h('header', { class: 'incident-head' },
      h('h2', {}, mayAs('editor') ? h('a', { href: ruleAddress(rule.id), text: name }) : name),
      rule.id === rule.funnel ? null : h('span', { class: 'note', text: rule.id }),
      rule.isDefault ? h('span', { class: 'badge', text: t('rules.default') }) : null,
      rule.enabled ? null : h('span', { class: 'badge', text: t('rules.off') })),
    h('p', { text: watchWords(rule, funnel?.definition) }),
    h('p', { class: 'hint', text: sightWords(rule) }),
    h('p', { class: 'hint', text: rule.deliver.length === 0 ? t('rules.nobodyTold') : t('rules.told', { receivers: rule.deliver.map(receiverWords).join('; ') }) }));
}
