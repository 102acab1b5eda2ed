import { h } from './dom.js';
import { amount, count, duration, rate } from './format.js';
import { t } from './i18n.js';
import { split } from './report.js';

const SCALE = 2;
const MARGIN = 32;
const STAGE = 112;
const STEP = 88;
const HEIGHT = 280;
const HEAD = 96;
const FOOT = 124;

/** The funnel as a picture that says what it shows wherever it is put; the page's own chart is no picture. */
export function pictureOfFunnel({ report, definition, name, lines }) {
  const style = getComputedStyle(document.documentElement);
  const colour = (token) => style.getPropertyValue(token).trim();
  const width = 2 * MARGIN + report.stages.length * STAGE + (report.stages.length - 1) * STEP;
  const canvas = h('canvas', { width: Math.max(width, 640) * SCALE, height: (HEAD + HEIGHT + FOOT + 40) * SCALE });
  const pen = canvas.getContext('2d');
  pen.scale(SCALE, SCALE);
  pen.fillStyle = colour('--surface');
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const write = (text, x, y, { size = 13, weight = 400, token = '--text', align = 'center', most } = {}) => {
    pen.fillStyle = colour(token);
    pen.font = `${weight} ${size}px ${style.fontFamily}`;
    pen.textAlign = align;
    pen.fillText(text, x, y, most);
  };
  write(name, MARGIN, MARGIN + 8, { size: 20, weight: 600, align: 'left' });
  lines.forEach((line, index) => write(line, MARGIN, MARGIN + 30 + index * 18, { token: '--muted', align: 'left' }));

  const highest = Math.max(1, ...report.stages.map((stage) => stage.reached));
  const ground = HEAD + HEIGHT;
  report.stages.forEach((stage, index) => {
    const x = MARGIN + index * (STAGE + STEP);
    if (index > 0) drawStep(stage, x - STEP);
    drawColumn(stage, x);
    const middle = x + STAGE / 2;
    write(count(stage.reached).text, middle, ground - (stage.reached / highest) * HEIGHT - 8, { size: 15, weight: 600 });
    write(stage.name, middle, ground + 22, { weight: 600, size: 14, most: STAGE + STEP - 8 });
    footOf(stage, definition.stages[index]).forEach((line, row) => write(line, middle, ground + 42 + row * 18, { token: '--muted', most: STAGE + STEP - 8 }));
  });
  drawLegend(ground + FOOT + 12);
  return canvas;

  function drawStep(stage, x) {
    const size = (Math.min(stage.reached, highest) / highest) * HEIGHT;
    pen.fillStyle = colour('--blue-pale');
    pen.globalAlpha = 0.6;
    pen.fillRect(x, ground - size, STEP, size);
    pen.globalAlpha = 1;
    if (stage.conversionFromPrevious !== null) write(rate(stage.conversionFromPrevious), x + STEP / 2, ground - HEIGHT / 2, { weight: 600, size: 14 });
    if (stage.secondsFromPrevious.median !== null) write(duration(stage.secondsFromPrevious.median), x + STEP / 2, ground - HEIGHT / 2 + 20);
  }

  function drawColumn(stage, x) {
    let y = ground;
    for (const [part, people] of Object.entries(split(stage))) {
      const size = (people / highest) * HEIGHT;
      y -= size;
      fill(part, x, y, STAGE, size);
    }
  }

  function fill(part, x, y, w, size) {
    if (size <= 0) return;
    pen.fillStyle = colour({ advanced: '--blue', pending: '--blue-pale', lost: '--lost' }[part]);
    pen.fillRect(x, y, w, size);
    if (part === 'lost') {
      pen.strokeStyle = colour('--lost-line');
      pen.strokeRect(x + 0.5, y + 0.5, w - 1, Math.max(0, size - 1));
    }
    if (part === 'pending') hatch(x, y, w, size);
  }

  function hatch(x, y, w, size) {
    pen.save();
    pen.beginPath();
    pen.rect(x, y, w, size);
    pen.clip();
    pen.strokeStyle = colour('--blue');
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (let at = -size; at < w; at += 8) {
      pen.moveTo(x + at, y + size);
      pen.lineTo(x + at + size, y);
    }
    pen.stroke();
    pen.restore();
  }

  function drawLegend(y) {
    let x = MARGIN;
    for (const part of ['advanced', 'pending', 'lost']) {
      fill(part, x, y - 12, 16, 16);
      const text = t(`figure.${part}`);
      write(text, x + 24, y + 1, { align: 'left', token: '--muted' });
      x += 48 + pen.measureText(text).width;
    }
  }
}

function footOf(stage, { value }) {
  return [
    stage.conversionFromFirst === null ? null : t('chart.ofEntered', { rate: rate(stage.conversionFromFirst) }),
    stage.dropped ? t('chart.lost', { count: count(stage.dropped).text }) : null,
    stage.pending ? t('chart.pending', { count: count(stage.pending).text }) : null,
    value ? t('chart.value', { value: amount(stage.value).text }) : null,
  ].filter(Boolean);
}
