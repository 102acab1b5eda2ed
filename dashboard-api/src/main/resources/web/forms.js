import { h, setAttribute, setText } from './dom.js';
import { t } from './i18n.js';
import { reasonOf } from './states.js';

let numbers = 0;

/**
 * A labelled field with a place for its fault.
 *
 * @param path of the API's violations that concern it
 */
export function createField({ path, label, hint, control }) {
  const id = `field-${numbers += 1}`;
  const fault = h('p', { class: 'field-error', id: `${id}-fault` });
  control.id = id;
  setAttribute(control, 'aria-describedby', `${hint ? `${id}-hint ` : ''}${id}-fault`);
  const element = h('div', { class: 'field' },
    h('label', { for: id, text: label }), control,
    hint ? h('p', { class: 'hint', id: `${id}-hint`, text: hint }) : null, fault);
  return {
    element,
    control,
    /** Tells whether one of the faults is its own; its own are shown. */
    take(violations) {
      const own = violations.filter(({ path: at }) => at === path || at.startsWith(`${path}[`) || at.startsWith(`${path}.`));
      setText(fault, own.map(({ message }) => message).join('; '));
      setAttribute(control, 'aria-invalid', own.length > 0 ? 'true' : null);
      return own;
    },
  };
}

/** A form whose button says what happens, and whose faults stand at their fields. */
export function createForm({ fields, submitLabel, send }) {
  const button = h('button', { class: 'primary', type: 'submit', text: submitLabel });
  const problem = h('p', { class: 'field-error', role: 'alert' });
  let busy = false;

  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    show([], '');
    try {
      await send();
    } catch (failure) {
      const known = show(failure.violations ?? [], '');
      const rest = (failure.violations ?? []).filter((violation) => !known.has(violation));
      if (known.size === 0 || rest.length > 0) {
        setText(problem, [reasonOf(failure), ...rest.map(({ path, message }) => `${path} ${message}`)].join(' '));
      }
      fields.find(({ control }) => control.getAttribute('aria-invalid') === 'true')?.control.focus();
    }
    busy = false;
  }

  function show(violations, text) {
    setText(problem, text);
    return new Set(fields.flatMap((field) => field.take(violations)));
  }

  return h('form', { class: 'form', novalidate: true, onSubmit: submit }, fields.map(({ element }) => element), problem, h('div', {}, button));
}

/** Asks once more before what can't be taken back. */
export function createCarefulButton(label, question, act) {
  const place = h('span', { class: 'action' });
  const problem = h('span', { class: 'field-error', role: 'alert' });
  const first = h('button', { type: 'button', text: label, onClick: ask });

  function ask() {
    const yes = h('button', { type: 'button', class: 'danger', text: label, onClick: confirm });
    place.replaceChildren(h('span', { class: 'note', text: question }), yes, h('button', { type: 'button', text: t('form.cancel'), onClick: rest }));
    yes.focus();
  }

  function rest() {
    place.replaceChildren(first, problem);
    first.focus();
  }

  async function confirm() {
    try {
      setText(problem, '');
      await act();
    } catch (failure) {
      setText(problem, t('state.failed', { reason: reasonOf(failure) }));
      rest();
    }
  }

  place.append(first, problem);
  return place;
}
