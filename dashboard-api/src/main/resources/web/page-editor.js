import { getFunnel } from './api-funnels.js';
import { h } from './dom.js';
import { dropDraft, keptDraft } from './drafts.js';
import { draftOf, hasForm, newDraft } from './editor-draft.js';
import { createEditor } from './editor.js';
import { t } from './i18n.js';
import { errorPanel, skeleton } from './states.js';

/** What was kept of an earlier visit, unless it is of a form that fields can't show. */
function usableDraft(key) {
  const kept = keptDraft(key);
  return kept && hasForm(kept.draft) ? kept : null;
}

const startOf = (original, kept) => ({ original, draft: kept?.draft ?? structuredClone(original), keptAt: kept?.time ?? null });

/** The editor of a saved funnel: `#/edit/ID`. */
export function editFunnelPage({ id }) {
  const element = h('div', { class: 'page' }, skeleton('line', 'chart'));
  const abort = new AbortController();
  let editor = null;

  async function load() {
    try {
      const funnel = await getFunnel(id, abort.signal);
      if (!abort.signal.aborted) open(funnel);
    } catch (failure) {
      if (abort.signal.aborted) return;
      element.replaceChildren(failure.status === 404 ? missing() : errorPanel(failure, load));
    }
  }

  function open(funnel) {
    const kept = usableDraft(id);
    editor?.dispose();
    editor = createEditor({
      ...startOf(draftOf(funnel.definition), kept), key: id, funnel, version: kept?.version ?? funnel.version,
      onDiscard: () => {
        dropDraft(id);
        open(funnel);
      },
    });
    element.replaceChildren(editor.element);
  }

  load();
  return {
    title: t('editor.editTitle', { name: id }),
    element,
    isUnsaved: () => editor?.isUnsaved() ?? false,
    forget: () => editor?.forget(),
    dispose() {
      abort.abort();
      editor?.dispose();
    },
  };
}

function missing() {
  return h('section', { class: 'panel message' }, h('p', { text: t('editor.gone') }), h('a', { href: '#/', text: t('state.toOverview') }));
}

/**
 * The editor of a funnel that is new.
 *
 * @param key under which unsaved changes are kept
 * @param make gives the definition to begin with
 * @param aside what stands beside the stages, or null
 */
export function newFunnelEditor({ key, make = newDraft, aside = null }) {
  const element = h('div', { class: 'page' });
  let editor = null;

  function open() {
    const kept = usableDraft(key);
    editor?.dispose();
    editor = createEditor({
      ...startOf(make(), kept), key, funnel: null, version: null, aside,
      onDiscard: () => {
        dropDraft(key);
        open();
      },
    });
    element.replaceChildren(editor.element);
  }

  open();
  return {
    title: t('editor.newTitle'),
    element,
    isUnsaved: () => editor.isUnsaved(),
    forget: () => editor.forget(),
    dispose: () => editor.dispose(),
  };
}
