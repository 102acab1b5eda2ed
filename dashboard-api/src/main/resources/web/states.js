import { h, setText } from './dom.js';
import { t } from './i18n.js';

/** Loading, failed, copyable: the states every page shares. */

/** Grey boxes in the shape of what is coming, so that nothing jumps when it comes. */
export function skeleton(...shapes) {
  return h('div', { class: 'skeleton', role: 'status', 'aria-label': t('state.loading') },
    shapes.map((shape) => h('div', { class: `bone bone-${shape}` })));
}

/** A failure in words. A fetch that never got an answer has only a technical text: it is replaced. */
export function reasonOf(failure) {
  return failure.status ? failure.message : t('state.unreachable');
}

export function errorPanel(failure, onRetry) {
  return h('div', { class: 'panel message error', role: 'alert' },
    h('p', { text: t('state.failed', { reason: reasonOf(failure) }) }),
    h('button', { type: 'button', text: t('state.retry'), onClick: onRetry }));
}

/** A line that is there only while it has something to say. */
export function createNotice(kind, ...actions) {
  const text = h('span');
  const element = h('p', { class: `notice ${kind}`, role: 'status', hidden: true }, text, actions);
  return {
    element,
    show(message) {
      setText(text, message ?? '');
      element.hidden = !message;
    },
  };
}

export function copyable(label, code) {
  const button = h('button', { type: 'button', text: t('state.copy'), onClick: copy });
  async function copy() {
    await navigator.clipboard.writeText(code);
    setText(button, t('state.copied'));
    setTimeout(() => setText(button, t('state.copy')), 2_000);
  }
  return h('figure', { class: 'copyable' },
    h('figcaption', {}, h('span', { text: label }), button),
    h('pre', { tabindex: '0' }, h('code', { text: code })));
}
