import { createCombobox } from './combobox.js';
import { createConditionFields } from './condition-fields.js';
import { h, icon } from './dom.js';
import { newMatcher } from './editor-draft.js';
import { faultPlace } from './faults.js';
import { fullCount } from './format.js';
import { quoted, t } from './i18n.js';
import { SESSION_PROPERTIES, seenNames, seenProperties } from './seen.js';
import { afterPress } from './press.js';
import { nearestName } from './similar.js';
import { CROSS } from './tokens-field.js';

/**
 * Which events are meant: "did EVENT where … or EVENT …".
 *
 * @param anyOf the list of matchers, which is changed in place
 * @param path of the list
 * @param label whose event it is, in words
 */
export function createMatcherFields({ anyOf, path, label, onChange, onRebuild }) {
  const addEvent = h('button', { type: 'button', class: 'quiet add', onClick: () => {
    anyOf.push(newMatcher());
    onRebuild(`${path}[${anyOf.length - 1}].event`);
  } }, `+ ${t('editor.addEvent')}`);
  return faultPlace(path, 'div', { class: 'matchers' },
    anyOf.map((matcher, index) => matcherFields(matcher, index)), anyOf.length === 0 ? addEvent : null);

  function matcherFields(matcher, index) {
    const at = `${path}[${index}]`;
    const notice = h('p', { class: 'hint unseen', hidden: true });
    const event = createCombobox({
      label, value: matcher.event ?? t('definition.anyEvent'), placeholder: t('editor.eventHint'), options: suggestEvents,
      emptyText: t('editor.noEvents'),
      onChange: (text) => choose(text.trim()),
      onPick: (text, option) => choose(option.isAny ? null : text),
    });
    event.input.addEventListener('blur', () => afterPress(tellIfUnseen));

    function choose(name) {
      matcher.event = name;
      notice.hidden = true;
      onChange();
    }

    /** Only once the reader has left the field: half a name is no mistake. */
    async function tellIfUnseen() {
      const names = await seenNames().catch(() => null);
      const name = matcher.event;
      notice.hidden = !names || !name || names.some((seen) => seen.name === name);
      if (notice.hidden) return;
      const nearest = nearestName(name, names.map((seen) => seen.name));
      notice.replaceChildren(t('editor.unseen', { event: quoted(name) }), ' ', nearest
        ? h('button', { type: 'button', class: 'link', text: t('editor.didYouMean', { event: quoted(nearest) }), onClick: () => {
          event.input.value = nearest;
          choose(nearest);
          event.input.focus();
        } })
        : '');
    }

    if (matcher.event) tellIfUnseen();
    const remove = anyOf.length < 2 ? null : h('button', {
      type: 'button', class: 'quiet icon-button', 'aria-label': t('editor.removeEvent'), title: t('editor.removeEvent'), onClick: () => {
        anyOf.splice(index, 1);
        onRebuild(path);
      },
    }, icon(CROSS));
    const conditions = createConditionFields({
      where: matcher.where, path: `${at}.where`, properties: () => seenProperties(matcher.event), more: SESSION_PROPERTIES, onChange, onRebuild,
    });
    return h('div', { class: 'matcher' },
      h('div', { class: 'matcher-line' },
        h('span', { class: 'word', text: t(index === 0 ? 'editor.did' : 'editor.or') }),
        faultPlace(`${at}.event`, 'div', { class: 'grows' }, event.element), remove),
      notice,
      faultPlace(`${at}.where`, 'div', { class: 'conditions' }, conditions.rows,
        h('div', { class: 'adding' }, conditions.add, index === anyOf.length - 1 ? addEvent : null)));
  }
}

async function suggestEvents() {
  const names = await seenNames();
  return [
    ...names.map(({ name, count }) => ({ value: name, note: t('editor.seenTimes', { count, full: fullCount(count) }) })),
    ...(names.length > 0 ? [{ value: t('definition.anyEvent'), isAny: true }] : []),
  ];
}
