import { h } from './dom.js';
import { t } from './i18n.js';
import { readTemplate } from './templates.js';

/** What has to be sent for a template's stages, in plain words, and what of it arrives already. */
export function createTemplateNeeds(template, seen) {
  const stages = readTemplate(template, seen);
  const missing = stages.filter((stage) => !stage.isSeen).length;
  return h('details', { class: 'panel needs', open: missing > stages.length / 2 },
    h('summary', {}, h('h2', { text: t('template.needs') }), h('span', { class: 'hint', text: missing === 0 ? t('template.allSeen') : t('template.someMissing', { count: missing, all: stages.length }) })),
    template.group === 'crm' ? h('p', { class: 'connect', text: t(`template.${template.id}.connect`) }) : null,
    h('ol', {}, stages.map(({ name, events, moment, isSeen }) => h('li', {},
      h('p', {}, h('strong', { text: name }), ' ', seenMark(isSeen)),
      h('p', { class: 'hint' }, t(`moment.${moment}`), ' ', events.map((event, index) => [index > 0 ? ', ' : '', h('code', { text: event })]).flat())))));
}

/** Told by a mark and by words. */
export function seenMark(isSeen) {
  return h('span', { class: isSeen ? 'seen-mark' : 'seen-mark missing', text: t(isSeen ? 'template.seen' : 'template.unseen') });
}
