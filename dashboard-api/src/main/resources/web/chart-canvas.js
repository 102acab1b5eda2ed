import { h } from './dom.js';
import { t } from './i18n.js';
import { saveFile } from './loader.js';

const MARGIN = 24;
const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * A place that ECharts draws into: fetched when first needed, drawn again at a change of size or theme.
 *
 * @param load fetches the library
 * @param optionOf makes the chart's option from what is shown and from `look` (colours, text style)
 * @param onNode told the data of a node that was clicked
 */
export function createCanvas({ className, load, optionOf, onNode }) {
  const element = h('div', { class: className, role: 'img' });
  const resizing = new ResizeObserver(() => chart?.resize());
  let chart = null;
  let disposed = false;
  let shown = null;

  async function mount() {
    const echarts = await load();
    if (disposed) return;
    chart = echarts.init(element);
    if (onNode) chart.on('click', ({ dataType, data }) => dataType === 'node' && onNode(data));
    resizing.observe(element);
    document.addEventListener('themechange', draw);
    draw();
  }

  function draw() {
    if (chart && shown) chart.setOption({ ...motion(), ...optionOf(shown, look()) }, { notMerge: true });
  }

  mount().catch(() => element.replaceChildren(h('p', { class: 'hint', text: t('state.failed', { reason: 'ECharts' }) })));
  return {
    element,
    /** `description` is what a reader who can't see it is told. */
    update(value, description) {
      shown = value;
      element.setAttribute('aria-label', description);
      draw();
    },
    /** A picture that still says what it shows when it stands somewhere else. */
    savePng(name, title, lines) {
      if (chart) pictureOf(chart, title, lines).toBlob((blob) => saveFile(blob, `${name}.png`));
    },
    dispose() {
      disposed = true;
      resizing.disconnect();
      document.removeEventListener('themechange', draw);
      chart?.dispose();
    },
  };
}

const motion = () => ({ animation: !reducedMotion.matches, animationDuration: 0, animationDurationUpdate: 200 });

function look() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  return { colour, text: { color: colour('--muted'), fontFamily: style.fontFamily, fontSize: 12 } };
}

/** A tooltip is made of elements: a style attribute in markup would break the content security policy. */
export function tooltipStyle({ colour, text }) {
  return {
    transitionDuration: 0,
    backgroundColor: colour('--surface'),
    borderColor: colour('--line'),
    textStyle: { ...text, color: colour('--text') },
  };
}

function pictureOf(chart, title, lines) {
  const { colour, text } = look();
  const drawn = chart.getRenderedCanvas({ pixelRatio: 2, backgroundColor: colour('--surface') });
  const head = MARGIN + 36 + lines.length * 32;
  const canvas = h('canvas', { width: drawn.width, height: drawn.height + head + MARGIN });
  const pen = canvas.getContext('2d');
  pen.fillStyle = colour('--surface');
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = colour('--text');
  pen.font = `600 32px ${text.fontFamily}`;
  pen.fillText(title, MARGIN, MARGIN + 28);
  pen.fillStyle = colour('--muted');
  pen.font = `24px ${text.fontFamily}`;
  lines.forEach((line, index) => pen.fillText(line, MARGIN, MARGIN + 68 + index * 32));
  pen.drawImage(drawn, 0, head);
  return canvas;
}
