import { h, icon, setAttribute, setText } from './dom.js';
import { tickingSeconds } from './format.js';
import { t } from './i18n.js';
import { liveState, pauseLive, resumeLive } from './live.js';

const TICK_MILLIS = 200;
const STALE_SECONDS = 6; // heartbeats come every 5 s; one that is a little late is no news
const PAUSE = 'M8 5v14M16 5v14';
const PLAY = 'M8 5l11 7-11 7z';

/** Says how fresh the figures are, and lets the reader hold them still. */
export function createLiveBadge() {
  const text = h('span');
  const badge = h('span', { class: 'live-badge', title: t('live.explain') }, h('span', { class: 'live-dot' }), text);
  const button = h('button', { class: 'quiet icon-button', type: 'button', onClick: toggle });
  let shownPaused = null;

  function toggle() {
    if (liveState().state === 'paused') resumeLive();
    else pauseLive();
    tick();
  }

  function tick() {
    const { state, lastSign } = liveState();
    const age = (Date.now() - lastSign) / 1000;
    badge.dataset.state = state === 'live' && age > STALE_SECONDS ? 'stale' : state;
    setText(text, t(`live.${state}`, { age: tickingSeconds(age) }));
    const paused = state === 'paused';
    if (paused === shownPaused) return;
    shownPaused = paused;
    const label = t(paused ? 'live.resume' : 'live.pause');
    button.replaceChildren(icon(paused ? PLAY : PAUSE));
    setAttribute(button, 'aria-label', label);
    setAttribute(button, 'title', label);
  }

  const timer = setInterval(tick, TICK_MILLIS);
  tick();
  return { element: h('div', { class: 'live' }, badge, button), dispose: () => clearInterval(timer) };
}
