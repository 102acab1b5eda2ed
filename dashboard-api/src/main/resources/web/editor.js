import { h, setText } from './dom.js';
import { dropDraft, keepDraft } from './drafts.js';
import { bodyOf, draftOf, hasForm, idOf, insertStage, moveStage, removeStage, stageNames } from './editor-draft.js';
import { createJsonView } from './editor-json.js';
import { createCommonOptions, createRareOptions } from './editor-options.js';
import { createPreview } from './editor-preview.js';
import { createSaving } from './editor-saving.js';
import { makeSortable } from './sortable.js';
import { faultPlace, focusFirstFault, showFaults } from './faults.js';
import { timeOfDay } from './format.js';
import { funnelList } from './funnels.js';
import { afterPress } from './press.js';
import { quoted, t } from './i18n.js';
import { createStageCard } from './stage-card.js';
import { createNotice } from './states.js';
import { knownZone } from './zone.js';

/**
 * Edits a definition: stages left, figures right. Fields change the draft in place; what adds or
 * takes away parts builds the form again, with the focus where the reader goes on.
 *
 * @param key under which unsaved changes are kept
 * @param funnel as it is saved, null for a new one
 * @param original what it is before any change
 * @param draft what it is now
 * @param version that the draft was made from, null for none
 * @param keptAt when the draft was kept for the reader, null where it was not
 * @param onDiscard takes unsaved changes back
 */
export function createEditor({ key, funnel, original, draft: given, version, keptAt, aside = null, onDiscard }) {
  let draft = given;
  let violations = [];
  let triedToSave = false;
  let asJson = false;
  let cards = [];
  let report = null;
  let isRareOpen = false;
  let id = funnel?.id ?? null;
  const before = JSON.stringify(bodyOf(original));
  const openStages = new WeakSet();
  const touched = new Set();
  const zone = knownZone(funnel?.timeZone ?? funnelList().funnels?.[0]?.timeZone ?? 'UTC');

  const isUnsaved = () => JSON.stringify(bodyOf(draft)) !== before;

  const form = h('div', { class: 'editor-form' });
  const announcer = h('p', { class: 'hidden-text', role: 'status' });
  const homeless = createNotice('error');
  const restored = createNotice('calm', h('button', { type: 'button', text: t('editor.discard'), onClick: onDiscard }));
  const preview = createPreview({ zone, onFaults: takeFaults, onReport: showReport });
  const json = createJsonView({ onJson: takeJson });
  const saving = createSaving({
    key, funnel, version,
    definition: () => bodyOf(draft),
    id: () => id ?? idOf(draft.name, (funnelList().funnels ?? []).map((one) => one.id)),
    isReady: () => !json.isBroken(),
    onRefused: (faults) => {
      triedToSave = true;
      takeFaults(faults);
      if (!asJson) focusFirstFault(form);
    },
  });

  function takeFaults(found) {
    violations = found;
    json.showFaults(violations);
    if (asJson) return;
    const left = showFaults(form, violations, (path) => triedToSave || [...touched].some((seen) => path.startsWith(seen) || seen.startsWith(path)));
    homeless.show(left.length === 0 ? null : left.map(({ path, message }) => `${path} ${message}`).join('; '));
  }

  function showReport(found) {
    report = found;
    for (const card of cards) card.showFigures(report);
  }

  function changed() {
    if (isUnsaved()) keepDraft(key, draft, version);
    else dropDraft(key);
    saving.update(isUnsaved());
    preview.update(draft);
  }

  function takeJson(value) {
    if (!hasForm(value)) {
      json.showFaults([{ path: '', message: t('editor.jsonNoForm') }]);
      return;
    }
    draft = draftOf(value);
    changed();
  }

  /** Builds the form anew and goes to the control with that number in that part. */
  function rebuild(path, number = 0) {
    build();
    changed();
    focusAt(path, number);
  }

  function focusAt(path, number = 0) {
    const place = [...form.querySelectorAll('[data-path]')].find((one) => one.dataset.path === path);
    const controls = place ? [...place.querySelectorAll('input, select, button')].filter((one) => one.checkVisibility() && !one.disabled) : [];
    (controls[number] ?? controls.at(-1))?.focus();
  }

  const actions = {
    move(from, to) {
      moveStage(draft, from, to);
      rebuild(`stages[${to}].name`);
      setText(announcer, t('editor.moved', { stage: quoted(stageNames(draft)[to] || to + 1), number: to + 1, count: draft.stages.length }));
    },
    remove(index) {
      removeStage(draft, index);
      rebuild(`stages[${Math.min(index, draft.stages.length - 1)}].name`);
      setText(announcer, t('editor.removed'));
    },
  };

  function build() {
    const name = h('input', { type: 'text', id: 'funnel-name', value: draft.name, maxlength: '200', placeholder: t('editor.nameHint'), onInput: () => {
      draft.name = name.value;
      changed();
    } });
    cards = draft.stages.map((stage, index) => createStageCard({
      draft, index, actions, onChange: changed, onRebuild: rebuild, isOpen: openStages.has(stage),
      onOpen: (isOpen) => (isOpen ? openStages.add(stage) : openStages.delete(stage)),
    }));
    const list = h('ol', { class: 'stage-cards', 'aria-label': t('editor.stages') }, cards.map((card) => card.element));
    makeSortable(list, actions.move);
    form.replaceChildren(
      faultPlace('name', 'div', { class: 'field' }, h('label', { for: 'funnel-name', text: t('editor.name') }), name),
      faultPlace('stages', 'section', { 'aria-label': t('editor.stages') }, list,
        h('button', { type: 'button', class: 'add-stage', text: `+ ${t('editor.addStage')}`, onClick: () => {
          insertStage(draft, draft.stages.length);
          rebuild(`stages[${draft.stages.length - 1}].anyOf[0].event`);
        } })),
      createCommonOptions({ draft, onChange: changed, onRebuild: rebuild }),
      createRareOptions({
        draft, onChange: changed, onRebuild: rebuild, isOpen: isRareOpen, onOpen: (isOpen) => {
          isRareOpen = isOpen;
        },
      }),
      funnel ? '' : addressField());
    showReport(report);
    takeFaults(violations);
  }

  function addressField() {
    const field = h('input', { type: 'text', id: 'funnel-id', value: id ?? '', placeholder: t('editor.idHint'), spellcheck: 'false', onInput: () => {
      id = field.value.trim() || null;
    } });
    return faultPlace('id', 'details', { class: 'rare' }, h('summary', { text: t('editor.id') }),
      h('label', { class: 'hidden-text', for: 'funnel-id', text: t('editor.id') }), field, h('p', { class: 'hint', text: t('editor.idEffect') }));
  }

  function showAs(isJson) {
    if (!isJson && json.isBroken()) {
      radios[1].checked = true;
      json.focus();
      return;
    }
    asJson = isJson;
    form.hidden = isJson;
    json.element.hidden = !isJson;
    if (isJson) json.write(bodyOf(draft));
    else build();
    takeFaults(violations);
  }

  const radios = [false, true].map((isJson) => h('input', { type: 'radio', name: 'editor-view', checked: !isJson, onChange: () => showAs(isJson) }));
  form.addEventListener('focusout', (event) => {
    const path = event.target.closest?.('[data-path]')?.dataset.path;
    if (!path || touched.has(path)) return;
    touched.add(path);
    afterPress(() => takeFaults(violations));
  });

  const title = funnel ? t('editor.editTitle', { name: quoted(funnel.definition.name) }) : t('editor.newTitle');
  const element = h('div', { class: 'editor' },
    h('header', { class: 'page-head' }, h('h1', { text: title }),
      h('fieldset', { class: 'segments editor-views' }, h('legend', { class: 'hidden-text', text: t('editor.view') }),
        radios.map((radio, index) => h('label', {}, radio, h('span', { text: t(index === 0 ? 'editor.form' : 'editor.json') }))))),
    restored.element, announcer,
    h('div', { class: 'editor-columns' },
      h('div', { class: 'editor-left' }, aside, form, json.element, homeless.element, saving.element, saving.remove),
      preview.element));

  json.element.hidden = true;
  restored.show(keptAt === null ? null : t('editor.restored', { time: timeOfDay(new Date(keptAt)) }));
  build();
  saving.update(isUnsaved());
  preview.update(draft, false);
  return {
    element,
    isUnsaved: () => isUnsaved() && !saving.isDone(),
    forget: () => saving.forget(),
    dispose: () => preview.dispose(),
  };
}

