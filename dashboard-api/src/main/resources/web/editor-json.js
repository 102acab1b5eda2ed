import { h, setAttribute, setText } from './dom.js';
import { faultWords } from './fault-words.js';
import { t } from './i18n.js';

/**
 * The definition as text. Every change that is JSON is told at once; what is not is told where it breaks.
 *
 * @param onJson told the parsed value
 */
export function createJsonView({ onJson }) {
  const broken = h('p', { class: 'field-error', id: 'json-fault', role: 'status' });
  const faults = h('ul', { class: 'json-faults' });
  const text = h('textarea', {
    class: 'json', rows: '24', spellcheck: 'false', 'aria-label': t('editor.jsonLabel'), 'aria-describedby': 'json-fault', onInput: read,
  });
  let isBroken = false;

  function read() {
    isBroken = false;
    try {
      onJson(JSON.parse(text.value));
    } catch (failure) {
      if (!(failure instanceof SyntaxError)) throw failure;
      isBroken = true;
      setText(broken, whereBroken(failure.message, text.value));
      faults.replaceChildren();
    }
    if (!isBroken) setText(broken, '');
    setAttribute(text, 'aria-invalid', isBroken ? 'true' : null);
  }

  return {
    element: h('div', { class: 'json-view' }, h('p', { class: 'hint', text: t('editor.jsonHint') }), text, broken, faults),
    isBroken: () => isBroken,
    focus: () => text.focus(),
    write(body) {
      isBroken = false;
      setText(broken, '');
      text.value = JSON.stringify(body, null, 2);
    },
    showFaults(violations) {
      faults.replaceChildren(...violations.map(({ path, message }) => h('li', {}, h('code', { text: path }), ` ${faultWords(message)}`)));
    },
  };
}

/** Browsers tell the place in different words: a position, or a line and a column. */
export function whereBroken(message, text) {
  const lines = /line (\d+) column (\d+)/.exec(message);
  const position = /position (\d+)/.exec(message);
  if (!lines && !position) return t('editor.jsonBroken', { line: text.split('\n').length });
  const before = position ? text.slice(0, Number(position[1])).split('\n').length : Number(lines[1]);
  return t('editor.jsonBroken', { line: before });
}
