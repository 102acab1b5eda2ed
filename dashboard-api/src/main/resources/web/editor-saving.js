import { checkFunnel, deleteFunnel, getFunnel, putFunnel } from './api-funnels.js';
import { h, setText } from './dom.js';
import { confirmed } from './dialog.js';
import { dropDraft } from './drafts.js';
import { nameOf, refreshFunnels } from './funnels.js';
import { quoted, t } from './i18n.js';
import { funnelAddress } from './router.js';
import { createNotice, reasonOf } from './states.js';

/**
 * Saves, deletes and leaves, and says beforehand what will happen.
 *
 * @param funnel as it was saved when it was opened, null for a new one
 * @param version that the reader's changes were made to
 * @param isReady whether what is written can be read at all
 * @param onRefused told the violations of a definition that the service does not take
 */
export function createSaving({ key, funnel, version, definition, id, isReady, onRefused }) {
  const failed = createNotice('error');
  const effect = h('p', { class: 'hint' });
  const save = h('button', { type: 'button', class: 'primary', text: t('editor.save'), onClick: () => run(saveNow) });
  const remove = funnel ? h('button', { type: 'button', class: 'quiet danger-text', text: t('editor.delete'), onClick: () => run(deleteNow) }) : null;
  let isBusy = false;
  let isDone = false;

  async function run(action) {
    if (isBusy || !isReady()) return;
    isBusy = true;
    save.disabled = true;
    failed.show(null);
    try {
      await action();
    } catch (failure) {
      if (failure.violations?.length > 0) refuse(failure.violations);
      else failed.show(t('editor.notSaved', { reason: reasonOf(failure) }));
    } finally {
      isBusy = false;
      save.disabled = false;
    }
  }

  async function saveNow() {
    const target = id();
    const faults = await checkFunnel(definition());
    if (faults.length > 0) {
      refuse(faults);
      return;
    }
    if (funnel && !(await mayReplace())) return;
    const answer = await putFunnel(target, definition());
    await leave(funnelAddress(answer.id));
  }

  function refuse(faults) {
    failed.show(t('editor.refused', { count: faults.length }));
    onRefused(faults);
  }

  /** Somebody else may have saved another version since this one was opened. */
  async function mayReplace() {
    const now = await getFunnel(funnel.id);
    return now.version === version || confirmed({
      title: t('editor.conflictTitle'), text: t('editor.conflict', { version: now.version }), action: t('editor.conflictAction'),
    });
  }

  async function deleteNow() {
    const sure = await confirmed({
      title: t('editor.deleteTitle', { name: quoted(nameOf(funnel)) }), text: t('editor.deleteText'), action: t('editor.delete'), dangerous: true,
    });
    if (!sure) return;
    await deleteFunnel(funnel.id);
    await leave('#/');
  }

  function forget() {
    isDone = true;
    dropDraft(key);
  }

  async function leave(address) {
    forget();
    await refreshFunnels();
    location.hash = address;
  }

  return {
    element: h('div', { class: 'saving' }, failed.element,
      h('div', { class: 'saving-line' }, save, h('a', { href: funnel ? funnelAddress(funnel.id) : '#/', text: t('dialog.cancel') }), effect)),
    remove,
    isDone: () => isDone,
    forget,
    update(isUnsaved) {
      failed.show(null);
      setText(effect, t(!funnel ? 'editor.effectNew' : isUnsaved ? 'editor.effectEdit' : 'editor.effectNone', {
        version: version ?? 1, next: (version ?? 0) + 1,
      }));
    },
  };
}
