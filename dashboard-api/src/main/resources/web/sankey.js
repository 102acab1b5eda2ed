import { createCanvas, tooltipStyle } from './chart-canvas.js';
import { h, setVariable } from './dom.js';
import { loadAllECharts } from './echarts-loader.js';
import { count, fullCount, rate, share } from './format.js';
import { quoted, t } from './i18n.js';
import { nodeName } from './paths-words.js';

const LABEL_LENGTH = 24;
const LABEL_ROOM = 184; // beside the last column

/**
 * Flows between events, a column a step. A node is as high as it has people; what does not flow on
 * from it did nothing more.
 *
 * @param onEvent told the name of an event that was clicked
 */
export function createSankey({ onEvent }) {
  const canvas = createCanvas({
    className: 'sankey', load: loadAllECharts, optionOf,
    onNode: ({ event }) => event && onEvent(event),
  });
  return {
    element: h('div', { class: 'sankey-scroll', tabindex: '0', role: 'region', 'aria-label': t('paths.chart') }, canvas.element),
    /** `flows` as the service tells them. */
    update(flows, description) {
      const columns = 1 + Math.max(...flows.nodes.map(({ step }) => step));
      const rows = Math.max(...Array.from({ length: columns }, (_, column) => flows.nodes.filter(({ step }) => step === column).length));
      setVariable(canvas.element, '--columns', columns);
      setVariable(canvas.element, '--rows', rows);
      canvas.update(flows, description);
    },
    savePng: canvas.savePng,
    dispose: canvas.dispose,
  };
}

function optionOf({ nodes, links, end, start }, look) {
  const { colour, text } = look;
  const goesBack = end !== null && start === null;
  const last = Math.max(...nodes.map(({ step }) => step));
  return {
    textStyle: text,
    tooltip: { ...tooltipStyle(look), formatter: ({ dataType, data }) => (dataType === 'node' ? nodeTip(nodes[data.id], end) : linkTip(nodes, data)) },
    series: [{
      type: 'sankey',
      left: 8, right: LABEL_ROOM, top: 12, bottom: 12,
      nodeWidth: 12,
      nodeGap: 20,
      nodeAlign: 'left',
      layoutIterations: 24,
      draggable: false,
      emphasis: { focus: 'adjacency' },
      lineStyle: { color: 'source', opacity: 0.3, curveness: 0.5 },
      data: nodes.map((node) => {
        const depth = goesBack ? last - node.step : node.step;
        return {
          name: String(node.id),
          id: node.id,
          event: node.other ? null : node.event,
          value: node.persons,
          depth,
          itemStyle: { color: colour(node.other ? '--lost-line' : '--blue'), borderWidth: 0 },
          label: {
            ...text, color: colour('--text'), fontSize: 13,
            position: 'right',
            formatter: `${shortened(nodeName(node))}  ${count(node.persons).text}`,
          },
        };
      }),
      links: links.map(({ source, target, persons }) => ({ source: String(source), target: String(target), value: persons })),
    }],
  };
}

const shortened = (name) => (name.length > LABEL_LENGTH ? `${name.slice(0, LABEL_LENGTH - 1)}…` : name);

function nodeTip(node, end) {
  return h('div', { class: 'trend-tooltip' },
    h('strong', { text: nodeName(node) }),
    h('div', { text: t('paths.tipPeople', { count: node.persons, full: fullCount(node.persons) }) }),
    node.ended > 0 && end === null
      ? h('div', { text: t('paths.tipEnded', { full: fullCount(node.ended), rate: rate(share(node.ended, node.persons)) }) })
      : null);
}

function linkTip(nodes, { source, target, value }) {
  const [from, to] = [nodes[source], nodes[target]];
  return h('div', { class: 'trend-tooltip' },
    h('strong', { text: `${quoted(nodeName(from))} → ${quoted(nodeName(to))}` }),
    h('div', { text: t('paths.tipLink', { count: value, full: fullCount(value), rate: rate(share(value, from.persons)) }) }));
}
