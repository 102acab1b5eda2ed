import { h, setText } from './dom.js';
import { timeOfDay } from './format.js';
import { t } from './i18n.js';
import { liveState } from './live.js';
import { createNotice, errorPanel, reasonOf, skeleton } from './states.js';

/**
 * Asks for what a page shows and holds its states: a skeleton until the first answer, the error in
 * its place if there is none, dimmed figures while others are on their way, old figures with the
 * reason and their time if they can't be had.
 *
 * @param load asks, with a signal that is aborted when the answer is no longer wanted
 * @param show told the answer; fills `body`
 * @param shapes of the skeleton
 * @param missing makes what stands there when there is no such thing (404)
 * @param everyMillis asks again so often, unless nobody looks or the reader has paused; 0: never
 */
export function createLoader({ load, show, shapes, missing = null, everyMillis = 0 }) {
  const stale = createNotice('error', h('button', { type: 'button', text: t('state.retry'), onClick: () => ask() }));
  const waiting = h('div', {}, skeleton(...shapes));
  const body = h('div', { class: 'page', hidden: true });
  const element = h('div', { class: 'page' }, stale.element, waiting, body);
  let abort = null;
  let timer = null;
  let shownAt = null;

  async function ask() {
    clearTimeout(timer);
    abort?.abort();
    const own = new AbortController();
    abort = own;
    try {
      const answer = await load(own.signal);
      if (own.signal.aborted) return;
      succeed(answer);
    } catch (failure) {
      if (own.signal.aborted) return;
      fail(failure);
    }
    if (everyMillis > 0) timer = setTimeout(askAgain, everyMillis);
  }

  function askAgain() {
    if (document.hidden || liveState().state === 'paused') timer = setTimeout(askAgain, everyMillis);
    else ask();
  }

  function succeed(answer) {
    shownAt = new Date();
    stale.show(null);
    body.classList.remove('waiting');
    show(answer);
    waiting.hidden = true;
    body.hidden = false;
  }

  function fail(failure) {
    body.classList.remove('waiting');
    if (missing && failure.status === 404) {
      waiting.replaceChildren(missing());
      waiting.hidden = false;
      body.hidden = true;
      shownAt = null;
    } else if (shownAt) stale.show(t('state.stale', { reason: reasonOf(failure), time: timeOfDay(shownAt) }));
    else waiting.replaceChildren(errorPanel(failure, restart));
  }

  function restart() {
    waiting.replaceChildren(skeleton(...shapes));
    waiting.hidden = false;
    body.hidden = true;
    shownAt = null;
    ask();
  }

  return {
    element,
    body,
    ask,
    /** For another question: what is shown is dimmed until its answer comes. */
    change() {
      body.classList.add('waiting');
      if (shownAt === null) restart();
      else ask();
    },
    dispose() {
      abort?.abort();
      clearTimeout(timer);
    },
  };
}

/** A button that says what it is doing, and what went wrong. */
export function createActionButton(label, busyLabel, act) {
  const button = h('button', { type: 'button', text: label, onClick: run });
  const problem = h('span', { class: 'field-error', role: 'alert' });
  async function run() {
    if (button.getAttribute('aria-disabled') === 'true') return; // disabling it would lose the focus
    button.setAttribute('aria-disabled', 'true');
    setText(button, busyLabel);
    setText(problem, '');
    try {
      await act();
    } catch (failure) {
      setText(problem, t('state.failed', { reason: reasonOf(failure) }));
    }
    button.removeAttribute('aria-disabled');
    setText(button, label);
  }
  return h('span', { class: 'action' }, button, problem);
}

/** Hands a file to the reader. */
export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h('a', { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
