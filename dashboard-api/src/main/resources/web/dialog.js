import { h } from './dom.js';
import { t } from './i18n.js';

/**
 * Asks before something that can't be taken back; true if the reader wants it. Escape and a click
 * beside the dialog mean no.
 */
export function confirmed({ title, text, action, dangerous = false, cancel = t('dialog.cancel') }) {
  return new Promise((resolve) => {
    const no = h('button', { type: 'button', text: cancel, onClick: () => dialog.close() });
    const yes = h('button', { type: 'button', class: dangerous ? 'danger' : 'primary', text: action, onClick: () => dialog.close('yes') });
    const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text' },
      h('h2', { id: 'dialog-title', text: title }),
      h('p', { id: 'dialog-text', text }),
      h('div', { class: 'dialog-buttons' }, no, yes));
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
    (dangerous ? no : yes).focus();
  });
}
