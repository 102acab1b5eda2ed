import { getExplanation } from './api-people.js';
import { breakable, h } from './dom.js';
import { duration } from './format.js';
import { funnelById, funnelList, nameOf } from './funnels.js';
import { quoted, t } from './i18n.js';
import { exactMoment, moment } from './moments.js';
import { obstacleWords, speakingAttempt, standingWords } from './person-words.js';
import { funnelAddress } from './router.js';
import { reasonOf, skeleton } from './states.js';
import { knownZone } from './zone.js';

const AT_ONCE = 4;

/** A card per funnel: how far the person got, and each rule that stopped it. */
export function createPersonFunnels(person, firstFunnel) {
  const cards = h('div', { class: 'journeys' });
  const untouched = h('p', { class: 'hint', hidden: true });
  const waiting = h('div', {}, skeleton('line', 'line'));
  const abort = new AbortController();
  const names = [];
  let started = false;

  async function update() {
    const { funnels } = funnelList();
    if (started || funnels === null) return;
    started = true;
    const ordered = [...funnels].sort((one, other) => (other.id === firstFunnel) - (one.id === firstFunnel));
    for (let index = 0; index < ordered.length && !abort.signal.aborted; index += AT_ONCE) {
      const some = ordered.slice(index, index + AT_ONCE);
      const answers = await Promise.all(some.map(ask));
      if (abort.signal.aborted) return;
      answers.forEach((answer, place) => add(some[place], answer));
    }
    waiting.remove();
    if (cards.childElementCount === 0) cards.append(h('p', { class: 'hint', text: t('person.noFunnels') }));
  }

  async function ask({ id }) {
    try {
      return await getExplanation(person, id, abort.signal);
    } catch (failure) {
      return { failure };
    }
  }

  function add(funnel, answer) {
    const hasPart = answer.failure || answer.standing !== null || answer.attempts.length > 0 || funnel.id === firstFunnel;
    if (hasPart) {
      cards.append(createJourney(funnelById(funnel.id) ?? funnel, answer));
    } else {
      names.push(quoted(nameOf(funnel)));
      untouched.textContent = t('person.untouched', { funnels: names.join(', ') });
      untouched.hidden = false;
    }
  }

  update();
  return {
    element: h('section', { class: 'panel' }, h('h2', { text: t('person.funnels') }), cards, waiting, untouched),
    update,
    dispose: () => abort.abort(),
  };
}

function createJourney(funnel, answer) {
  const title = h('h3', {}, h('a', { href: funnelAddress(funnel.id) }, breakable(nameOf(funnel))));
  if (answer.failure) {
    return h('article', { class: 'journey' }, title, h('p', { class: 'field-error', text: t('state.failed', { reason: reasonOf(answer.failure) }) }));
  }
  const zone = knownZone(funnel.timeZone);
  const speaking = speakingAttempt(answer);
  const others = answer.attempts.filter((attempt) => attempt !== speaking).reverse();
  return h('article', { class: 'journey', dataset: { state: answer.standing?.state ?? 'none' } },
    title,
    h('p', { class: 'standing', text: standingWords(answer, funnel.definition, zone) }),
    speaking ? stageTrail(speaking, funnel.definition, zone) : null,
    speaking ? reasons(speaking, funnel.definition, zone) : null,
    others.length > 0 ? h('details', {},
      h('summary', { text: t('person.otherAttempts', { count: others.length + answer.omitted, full: others.length + answer.omitted }) }),
      h('ol', { class: 'attempts' }, others.map((attempt) => otherAttempt(attempt, funnel.definition, zone))),
      answer.omitted > 0 ? h('p', { class: 'hint', text: t('person.omitted', { count: answer.omitted, full: answer.omitted }) }) : null) : null);
}

/** The stages in a row, with when each was reached and how long after the one before. */
function stageTrail(attempt, definition, zone) {
  let before = null;
  return h('ol', { class: 'trail' }, attempt.stages.map(({ name, reachedAt, event }, index) => {
    const isReached = reachedAt !== null;
    const took = isReached && before !== null ? (Date.parse(reachedAt) - Date.parse(before)) / 1000 : null;
    if (isReached) before = reachedAt;
    const isSkipped = !isReached && index < attempt.depth;
    return h('li', { class: isReached ? 'reached' : 'unreached' },
      h('strong', {}, breakable(name)),
      isReached
        ? h('time', { datetime: reachedAt, title: `${event ? `${event.event} · ` : ''}${exactMoment(reachedAt, zone)}`, text: moment(reachedAt, zone) })
        : h('span', { class: 'note', text: t(isSkipped || definition.stages[index].optional ? 'person.skipped' : 'person.unreached') }),
      took === null ? null : h('span', { class: 'note', text: t('person.after', { time: duration(took) }) }));
  }));
}

function reasons(attempt, definition, zone) {
  const words = obstacleWords(attempt, definition, zone);
  if (words.length === 0) return null;
  return h('div', { class: 'reasons' },
    h('h4', { text: t(attempt.state === 'open' ? 'person.whyNotYet' : 'person.why') }),
    h('ul', {}, words.map((text) => h('li', { text }))));
}

function otherAttempt(attempt, definition, zone) {
  const words = obstacleWords(attempt, definition, zone);
  const stage = attempt.depth > 0 ? quoted(definition.stages[attempt.depth - 1].name) : '';
  return h('li', {},
    h('span', { text: t(`person.attempt.${attempt.state}`, { time: moment(attempt.entered, zone), stage }) }),
    words.length > 0 ? h('ul', {}, words.map((text) => h('li', { text }))) : null);
}
