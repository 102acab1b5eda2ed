import { getTokens, makeToken, removeToken } from './api-sources.js';
import { mayAs } from './api.js';
import { h } from './dom.js';
import { createCarefulButton, createField, createForm } from './forms.js';
import { t } from './i18n.js';
import { createLoader } from './loader.js';
import { moment } from './moments.js';
import { createPlainTable } from './plain-table.js';
import { copyable } from './states.js';

const ROLES = ['viewer', 'editor', 'admin'];

/** The tokens by which people and programs read; only admins see them. */
export function createTokensPanel() {
  const secret = h('div', { class: 'secret', role: 'status' });
  const table = createPlainTable({
    caption: t('sources.tokens'),
    className: 'stacking',
    columns: [
      { label: t('sources.name'), cell: ({ name, hint }) => h('span', {}, name, hint && hint !== '…' ? h('span', { class: 'note person-id', text: t('sources.endsIn', { hint }) }) : null) },
      { label: t('sources.role'), cell: ({ role }) => h('span', { title: t(`sources.role.${role}Hint`), text: t(`sources.role.${role}`) }) },
      { label: t('sources.made.at'), cell: ({ createdAt }) => (createdAt ? moment(createdAt) : '–') },
      { label: t('sources.actions'), cell: actionsCell },
    ],
  });
  const forbidden = h('p', { class: 'hint', text: t('sources.tokensForbidden'), hidden: true });
  const content = h('div', { class: 'page' }, table.element, secret, newTokenForm());
  const loader = createLoader({ load, show, shapes: ['line', 'columns'] });
  loader.body.append(content, forbidden);

  /** Who may not see them is told so: that is no failure. */
  async function load(signal) {
    if (!mayAs('admin')) return null;
    try {
      return await getTokens(signal);
    } catch (failure) {
      if (failure.status === 403) return null;
      throw failure;
    }
  }

  function show(tokens) {
    forbidden.hidden = tokens !== null;
    content.hidden = tokens === null;
    if (tokens) table.update(tokens);
  }

  function actionsCell({ id, from }) {
    if (from === 'settings') return h('span', { class: 'note', text: t('sources.inSettings') });
    return createCarefulButton(t('sources.remove'), t('sources.removeToken'), async () => {
      await removeToken(id);
      loader.ask();
    });
  }

  function newTokenForm() {
    const name = createField({ path: 'name', label: t('sources.name'), hint: t('sources.tokenNameHint'), control: h('input', { type: 'text', autocomplete: 'off', maxlength: 100 }) });
    const hint = ROLES.map((role) => `${t(`sources.role.${role}`)}: ${t(`sources.role.${role}Hint`)}`).join(' ');
    const role = createField({
      path: 'role', label: t('sources.role'), hint,
      control: h('select', {}, ROLES.map((value) => h('option', { value, text: t(`sources.role.${value}`) }))),
    });
    const details = h('details', {}, h('summary', { text: t('sources.newToken') }), createForm({
      fields: [name, role],
      submitLabel: t('sources.makeToken'),
      async send() {
        const made = await makeToken({ name: name.control.value.trim(), role: role.control.value });
        name.control.value = '';
        details.open = false;
        secret.replaceChildren(h('p', { text: t('sources.tokenMade') }), copyable(made.name, made.secret),
          h('button', { type: 'button', text: t('sources.noted'), onClick: () => secret.replaceChildren() }));
        loader.ask();
      },
    }));
    return details;
  }

  loader.ask();
  return {
    element: h('section', { class: 'panel' },
      h('header', { class: 'panel-head' }, h('h2', { text: t('sources.tokens') })),
      h('p', { class: 'hint panel-hint', text: t('sources.tokensHint') }), loader.element),
    dispose: loader.dispose,
  };
}
