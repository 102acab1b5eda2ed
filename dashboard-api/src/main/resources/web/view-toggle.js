import { h, setText } from './dom.js';
import { t } from './i18n.js';

/** Switches between a chart and the table behind it. */
export function createViewToggle(chart, table) {
  const button = h('button', { type: 'button', onClick: () => show(!asTable) });
  let asTable = false;

  function show(wanted) {
    asTable = wanted;
    chart.hidden = asTable;
    table.hidden = !asTable;
    button.setAttribute('aria-pressed', String(asTable));
    setText(button, t(asTable ? 'chart.showChart' : 'chart.showTable'));
  }

  show(false);
  return button;
}
