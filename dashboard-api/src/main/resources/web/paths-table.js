import { breakable, h } from './dom.js';
import { fullCount, rate, share } from './format.js';
import { t } from './i18n.js';
import { nodeName } from './paths-words.js';
import { createPlainTable } from './plain-table.js';

/** The flows as rows: from what to what, how many, and which part of the former. */
export function createPathsTable() {
  let nodes = [];
  const table = createPlainTable({
    caption: t('paths.title'),
    className: 'tall',
    columns: [
      { label: t('paths.step'), cell: ({ source, target }) => `${step(source)} → ${target === null ? '' : step(target)}`.trim() },
      { label: t('paths.from'), cell: ({ source }) => h('span', {}, breakable(nodeName(nodes[source]))) },
      { label: t('paths.to'), cell: ({ target }) => (target === null ? h('em', { text: t('paths.ended') }) : h('span', {}, breakable(nodeName(nodes[target])))) },
      { label: t('paths.people'), kind: 'number', cell: ({ persons }) => fullCount(persons) },
      { label: t('paths.share'), kind: 'number', cell: ({ source, persons }) => rate(share(persons, nodes[source].persons)) },
    ],
  });
  const step = (id) => nodes[id].step + 1;
  return {
    element: table.element,
    update(flows) {
      ({ nodes } = flows);
      const goingOn = flows.links.map((link) => ({ ...link }));
      const ending = flows.end === null
        ? nodes.filter(({ ended }) => ended > 0).map(({ id, ended }) => ({ source: id, target: null, persons: ended }))
        : [];
      table.update([...goingOn, ...ending].sort((one, other) =>
        nodes[one.source].step - nodes[other.source].step || one.source - other.source || other.persons - one.persons));
    },
  };
}
