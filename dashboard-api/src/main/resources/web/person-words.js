import { h } from './dom.js';
import { duration, isoSeconds } from './format.js';
import { quoted, t } from './i18n.js';
import { exactMoment, moment } from './moments.js';

/** What is said of a person, in words. */

const NAMES = ['name', 'fullName', 'full_name', 'firstName', 'first_name', 'username', 'email'];

/** How a person is called: by a trait that names people, else by the id. */
export function personName({ id, traits = {} }) {
  const known = NAMES.map((trait) => traits[trait]).find((value) => typeof value === 'string' && value.trim() !== '');
  return known ?? id;
}

/** A property's value in one line. */
export const valueText = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

/** Where a listed person stands after the stage, with the time that is left. */
export function describeState({ state, deadline }, zone) {
  if (state === 'pending' && deadline) {
    const left = (Date.parse(deadline) - Date.now()) / 1000;
    return mark('pending', left > 0 ? t('people.left', { time: duration(left) }) : t('people.state.pending'), exactMoment(deadline, zone));
  }
  if (state === 'dropped') {
    return mark('lost', deadline ? t('people.lostOn', { time: moment(deadline, zone) }) : t('people.lost'));
  }
  return mark('advanced', t('people.wentOn'));
}

const mark = (part, text, title) => h('span', { class: 'with-swatch', title }, h('span', { class: `swatch part ${part}` }), h('span', { text }));

/** How the person stands in the funnel, in one sentence. */
export function standingWords({ standing, attempts }, { stages }, zone) {
  if (standing === null) {
    return t(attempts.some(({ state }) => state === 'void') ? 'person.onlyVoid' : 'person.notEntered');
  }
  const { depth, state, reachedAt, deadline, entered } = standing;
  const params = {
    stage: quoted(stages[depth - 1].name),
    next: quoted(requiredAfter(stages, depth)?.name ?? stages.at(-1).name),
    time: moment(reachedAt, zone),
    until: deadline && moment(deadline, zone),
    took: duration((Date.parse(reachedAt) - Date.parse(entered)) / 1000),
    left: deadline && duration(Math.max(0, (Date.parse(deadline) - Date.now()) / 1000)),
  };
  if (state === 'dropped') return t(deadline ? 'person.dropped' : 'person.droppedNoTime', params);
  return t(`person.${state}`, params);
}

const requiredAfter = (stages, depth) => stages.slice(depth).find((stage) => !stage.optional);

/** The attempt that speaks for the person: what the figures count. */
export function speakingAttempt({ standing, attempts }) {
  if (standing === null) return null;
  return attempts.findLast(({ entered, depth }) => entered === standing.entered && depth === standing.depth) ?? null;
}

/** Why an attempt got no further; a sentence a rule. */
export function obstacleWords(attempt, definition, zone) {
  if (attempt.state === 'complete') return [];
  if (attempt.stoppedBy.length === 0) {
    const next = requiredAfter(definition.stages, attempt.depth);
    return next ? [t(attempt.state === 'open' ? 'person.notYet' : 'person.nothingLater', { next: quoted(next.name) })] : [];
  }
  return attempt.stoppedBy.map((obstacle) => ruleWords(obstacle, definition, zone));
}

function ruleWords({ rule, event, late }, definition, zone) {
  const key = rule === 'window' && definition.window === 'session' ? 'person.rule.session' : `person.rule.${rule}`;
  const seconds = isoSeconds(late);
  return t(key, {
    event: quoted(event.event),
    time: moment(event.time, zone),
    late: seconds === null ? '' : duration(seconds),
    window: duration(isoSeconds(definition.window)),
    properties: definition.hold.join(', '),
  });
}
