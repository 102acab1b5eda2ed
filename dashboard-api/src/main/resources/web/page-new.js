import { h, setText } from './dom.js';
import { draftOf } from './editor-draft.js';
import { t } from './i18n.js';
import { newFunnelEditor } from './page-editor.js';
import { seenNames, seenProperties } from './seen.js';
import { createNotice, reasonOf, skeleton } from './states.js';
import { createTemplateNeeds } from './template-needs.js';
import { GROUPS, TEMPLATES, draftOfTemplate, readTemplate, templateById } from './templates.js';

/** A new funnel: `#/new` to choose what to begin with, `#/new/ID` to begin with it, `#/new/blank` with nothing. */
export function newFunnelPage({ id }) {
  if (id === 'blank') return newFunnelEditor({ key: 'new' });
  const template = templateById(id);
  return template ? templateEditor(template) : gallery();
}

function templateEditor(template) {
  const element = h('div', { class: 'page' }, skeleton('line', 'chart'));
  let page = null;
  let isDisposed = false;

  async function open() {
    // What has been seen is a help: without it the usual names stand there.
    const seen = await seenNames().then((names) => names.map(({ name }) => name), () => []);
    const events = readTemplate(template, seen).flatMap((stage) => (stage.isSeen && stage.value.length > 0 ? stage.events : []));
    const properties = new Map(await Promise.all(events.map(async (event) => [event, await seenProperties(event).then((list) => list.map(({ name }) => name), () => [])])));
    if (isDisposed) return;
    page = newFunnelEditor({
      key: `new/${template.id}`,
      make: () => draftOf(draftOfTemplate(template, seen, (event) => properties.get(event) ?? [])),
      aside: createTemplateNeeds(template, seen),
    });
    element.replaceChildren(page.element);
  }

  open();
  return {
    title: t(`template.${template.id}`),
    element,
    isUnsaved: () => page?.isUnsaved() ?? false,
    forget: () => page?.forget(),
    dispose() {
      isDisposed = true;
      page?.dispose();
    },
  };
}

/** The templates are there at once; which of their events arrive is told when it is known, which takes a while in a large project. */
function gallery() {
  const notice = createNotice('error');
  const cards = TEMPLATES.map((template) => createCard(template));
  const groups = GROUPS.map((group) => h('section', { 'aria-label': t(`template.group.${group}`) },
    h('h2', { text: t(`template.group.${group}`) }),
    h('ul', { class: 'template-cards' }, cards.filter(({ template }) => template.group === group).map(({ element }) => element))));

  seenNames().then((names) => cards.forEach((card) => card.mark(names.map(({ name }) => name))),
    (failure) => notice.show(t('template.noNames', { reason: reasonOf(failure) })));
  return {
    title: t('editor.newTitle'),
    element: h('div', { class: 'page' },
      h('header', { class: 'page-head' }, h('h1', { text: t('editor.newTitle') }),
        h('a', { class: 'button', href: '#/new/blank', text: t('template.blank') })),
      h('p', { class: 'hint', text: t('template.explain') }), notice.element, h('div', { class: 'template-groups' }, groups)),
    dispose() {},
  };
}

function createCard(template) {
  const stages = h('span', { class: 'template-stages' });
  const count = h('span', { class: 'template-seen hint' });
  const element = h('li', {}, h('a', { class: 'panel template-card', href: `#/new/${template.id}` },
    h('strong', { text: t(`template.${template.id}`) }),
    h('span', { class: 'hint', text: t(`template.${template.id}.about`) }), stages, count));

  function show(read) {
    stages.replaceChildren(...read.map(({ name, isSeen }) =>
      h('span', { class: isSeen ? 'is-seen' : '' }, isSeen ? h('span', { 'aria-hidden': 'true', text: '✓ ' }) : null, name)));
  }

  show(readTemplate(template, []));
  return {
    template,
    element,
    mark(seen) {
      const read = readTemplate(template, seen);
      show(read);
      setText(count, t('template.stagesSeen', { count: read.filter(({ isSeen }) => isSeen).length, all: read.length }));
    },
  };
}
