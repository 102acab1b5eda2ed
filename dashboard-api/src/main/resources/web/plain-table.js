import { h } from './dom.js';

/**
 * A table that is built anew with each answer; for what does not move while it is read.
 *
 * @param columns `{label, kind, cell}`: cell makes text or a node of a row; the first is the row's header
 */
export function createPlainTable({ caption, columns, className = '' }) {
  const body = h('tbody');
  return {
    element: h('div', { class: `table-scroll ${className}`.trim(), tabindex: '0', role: 'region', 'aria-label': caption },
      h('table', {},
        h('caption', { class: 'hidden-text', text: caption }),
        h('thead', {}, h('tr', {}, columns.map(({ label, kind = '' }) => h('th', { scope: 'col', class: kind, text: label })))),
        body)),
    update(rows) {
      body.replaceChildren(...rows.map((row) => h('tr', {}, columns.map(({ label, kind = '', cell }, index) => (index === 0
        ? h('th', { scope: 'row', class: kind }, cell(row))
        : h('td', { class: kind, dataset: { label } }, cell(row)))))));
    },
  };
}
