import { fullCount, rate, share } from './format.js';
import { quoted, t } from './i18n.js';

/** What flows say, in words. */

export function nodeName(node) {
  return node.other ? t('paths.others', { count: node.events, full: fullCount(node.events) }) : node.event;
}

/** The sentence over the chart: what most do, and how many do nothing more. */
export function pathsSentence({ mode, event, other }, flows) {
  const people = fullCount(flows.persons);
  if (mode === 'between') return t('paths.sentence.between', { count: flows.persons, people, event: quoted(event), other: quoted(other) });
  const beside = flows.nodes.filter(({ step, other: isOther }) => step === 1 && !isOther);
  const most = beside.reduce((best, node) => (best === null || node.persons > best.persons ? node : best), null);
  const first = flows.nodes.find(({ step }) => step === 0);
  return t(most ? `paths.sentence.${mode}` : `paths.sentenceAlone.${mode}`, {
    count: flows.persons,
    people,
    event: quoted(event),
    next: most && quoted(most.event),
    rate: most && rate(share(most.persons, flows.persons)),
    ended: rate(share(first.ended, flows.persons)),
  });
}
