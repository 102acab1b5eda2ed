import { h, setAttribute, setText } from './dom.js';
import { faultWords } from './fault-words.js';

let numbers = 0;

/**
 * A place for a control and for what is wrong with it. `path` is that of the API's violations, such as
 * `stages[0].anyOf[0].event`.
 */
export function faultPlace(path, tag, props, ...children) {
  return h(tag, { ...props, dataset: { ...props.dataset, path } }, ...children,
    h('p', { class: 'field-fault', id: `fault-${numbers += 1}`, hidden: true }));
}

/**
 * Writes each violation at its field, or at the nearest part around it; returns those that have no place.
 *
 * @param mayShow which paths are told of yet
 */
export function showFaults(root, violations, mayShow = () => true) {
  const places = new Map([...root.querySelectorAll('[data-path]')].map((place) => [place.dataset.path, place]));
  const texts = new Map();
  const homeless = [];
  for (const { path, message } of violations) {
    if (!mayShow(path)) continue;
    const place = placeOf(path, places);
    if (place) texts.set(place, [...(texts.get(place) ?? []), faultWords(message)]);
    else homeless.push({ path, message });
  }
  for (const place of places.values()) {
    const shown = place.querySelector(':scope > .field-fault');
    const control = place.querySelector('input, select, textarea');
    const text = [...new Set(texts.get(place) ?? [])].join(' ');
    setText(shown, text);
    shown.hidden = text === '';
    if (!control) continue;
    setAttribute(control, 'aria-invalid', text === '' ? null : 'true');
    setAttribute(control, 'aria-describedby', text === '' ? null : shown.id);
  }
  return homeless;
}

/** The place of the path or of the smallest part that contains it. */
function placeOf(path, places) {
  for (let part = path; part !== ''; part = part.replace(/(\.?[^.[]+|\[\d+])$/, '')) {
    if (places.has(part)) return places.get(part);
  }
  return null;
}

/** Puts the focus on the first field that has a fault; tells whether there is one. */
export function focusFirstFault(root) {
  const first = root.querySelector('[aria-invalid="true"]');
  first?.closest('details')?.setAttribute('open', '');
  first?.focus();
  return Boolean(first);
}
