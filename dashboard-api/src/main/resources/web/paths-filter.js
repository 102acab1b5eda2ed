import { h } from './dom.js';
import { t } from './i18n.js';
import { createRangeControl } from './range-control.js';
import { changeQuery } from './router.js';

const MODES = ['start', 'end', 'between'];
const DEPTHS = [2, 3, 4, 5, 6, 8, 10];
const DEFAULT_DEPTH = 4;

/**
 * What the address asks for: `{mode, event, other, depth, repeats, parameters}`, parameters as the
 * service takes them. Without an event the most frequent; null where none was ever seen.
 */
export function pathsAsked(query, names) {
  const mode = MODES.includes(query.mode) ? query.mode : 'start';
  const event = query.event ?? names[0]?.name;
  if (!event) return null;
  const other = query.until ?? names.find(({ name }) => name !== event)?.name ?? event;
  const depth = DEPTHS.includes(Number(query.depth)) ? Number(query.depth) : DEFAULT_DEPTH;
  const repeats = query.repeats === 'true';
  const ends = mode === 'between' ? { between: JSON.stringify([event, other]) } : { [mode]: event };
  return { mode, event, other, depth, repeats, parameters: { ...ends, depth, repeats: repeats || undefined, top: 8 } };
}

/** Chooses where the paths begin or end, how far they are followed and when. */
export function createPathsFilter(zone) {
  const options = h('datalist', { id: 'seen-events' });
  const modeRadios = new Map(MODES.map((mode) => [mode, h('input', {
    type: 'radio', name: 'mode', value: mode, onChange: () => changeQuery({ mode: mode === 'start' ? undefined : mode }),
  })]));
  const event = eventField((name) => changeQuery({ event: name }));
  const other = eventField((name) => changeQuery({ until: name }));
  const eventLabel = h('span');
  const otherLabel = h('label', { hidden: true }, t('paths.and'), other);
  const depth = h('select', { onChange: () => changeQuery({ depth: depth.value }) },
    DEPTHS.map((steps) => h('option', { value: steps, text: String(steps) })));
  const repeats = h('input', { type: 'checkbox', onChange: () => changeQuery({ repeats: repeats.checked ? 'true' : undefined }) });
  const range = createRangeControl(zone, t('explore.when'));

  function eventField(choose) {
    const field = h('input', {
      type: 'text', list: 'seen-events', autocomplete: 'off', spellcheck: 'false',
      onChange: () => field.value.trim() && choose(field.value.trim()),
    });
    return field;
  }

  return {
    element: h('section', { class: 'controls paths-filter', 'aria-label': t('paths.filter') },
      options,
      h('fieldset', { class: 'segments' }, h('legend', { text: t('paths.mode') }),
        [...modeRadios].map(([mode, radio]) => h('label', {}, radio, h('span', { text: t(`paths.mode.${mode}`) })))),
      h('label', {}, eventLabel, event), otherLabel,
      h('label', { title: t('paths.depthHint') }, t('paths.depth'), depth),
      h('label', { class: 'check', title: t('paths.repeatsHint') }, repeats, t('paths.repeats')),
      range.element),
    offer(names) {
      if (options.childElementCount === names.length) return;
      options.replaceChildren(...names.map(({ name }) => h('option', { value: name })));
    },
    show(query, asked) {
      range.show(query);
      if (!asked) return;
      modeRadios.get(asked.mode).checked = true;
      eventLabel.textContent = t(`paths.event.${asked.mode}`);
      if (document.activeElement !== event) event.value = asked.event;
      if (document.activeElement !== other) other.value = asked.other;
      otherLabel.hidden = asked.mode !== 'between';
      depth.value = String(asked.depth);
      repeats.checked = asked.repeats;
    },
  };
}
