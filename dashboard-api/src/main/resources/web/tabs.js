import { h, setAttribute } from './dom.js';

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
let numbers = 0;

/**
 * Panels of which one is shown; the arrow keys move between their tabs.
 *
 * @param tabs `[{id, label, element}]`
 * @param links `[{href, label}]` to pages that stand beside the panels; `href` may be a function
 * @param onChoose told the id of a tab that was chosen
 */
export function createTabs({ label, tabs, links = [], onChoose }) {
  const prefix = `tabs-${numbers += 1}`;
  const buttons = tabs.map(({ id, label: text }) => h('button', {
    type: 'button', role: 'tab', id: `${prefix}-${id}`, 'aria-controls': `${prefix}-${id}-panel`, text, onClick: () => onChoose(id),
  }));
  const list = h('div', { class: 'tab-list', role: 'tablist', 'aria-label': label, onKeydown: (event) => {
    const now = buttons.indexOf(document.activeElement);
    const next = { Home: 0, End: buttons.length - 1 }[event.key] ?? (event.key in STEPS ? (now + STEPS[event.key] + buttons.length) % buttons.length : null);
    if (now < 0 || next === null) return;
    event.preventDefault();
    buttons[next].focus();
    onChoose(tabs[next].id);
  } }, buttons);
  for (const { id, element } of tabs) {
    setAttribute(element, 'role', 'tabpanel');
    setAttribute(element, 'id', `${prefix}-${id}-panel`);
    setAttribute(element, 'aria-labelledby', `${prefix}-${id}`);
  }
  return {
    element: h('div', { class: 'tabs' },
      h('div', { class: 'tab-bar' }, list, links.map(({ href, label: text }) => h('a', { class: 'tab-link', href, text }))),
      tabs.map(({ element }) => element)),
    show(chosen) {
      tabs.forEach(({ id, element }, index) => {
        element.hidden = id !== chosen;
        setAttribute(buttons[index], 'aria-selected', String(id === chosen));
        setAttribute(buttons[index], 'tabindex', id === chosen ? '0' : '-1');
      });
    },
  };
}
