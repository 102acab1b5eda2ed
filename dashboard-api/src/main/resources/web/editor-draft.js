/**
 * The definition that is being edited: the form of the API, with every list there, so that fields
 * have something to change. Pure functions, no DOM.
 *
 * An event that is not chosen yet is '', "any event" is null.
 */

export const newCondition = () => ({ property: '', op: 'eq', value: '' });

export const newMatcher = (event = '') => ({ event, where: [] });

export const newStage = () => ({ name: '', anyOf: [newMatcher()] });

export const newExclusion = (stageCount) => ({ anyOf: [newMatcher()], after: 1, before: stageCount });

const WHOLE = {
  order: 'ordered', strictScope: 'all', window: 'P14D', ties: 'any', implied: false, hold: [], exclude: [],
  breakdowns: [], breakdownFrom: 'entry',
};

export const newDraft = () => ({ ...structuredClone(WHOLE), name: '', stages: [newStage(), newStage()] });

/** A copy of a definition that can be edited. */
export function draftOf(definition) {
  const draft = { ...structuredClone(WHOLE), ...structuredClone(definition) };
  for (const part of [...draft.stages, ...draft.exclude]) {
    part.anyOf = part.anyOf.map(({ event = null, where = [], ...rest }) => ({ event, where, ...rest }));
  }
  return draft;
}

const isList = Array.isArray;
const isObject = (value) => value !== null && typeof value === 'object' && !isList(value);
const areMatchers = (value) => isList(value) && value.every((one) => isObject(one)
  && (one.where === undefined || (isList(one.where) && one.where.every((condition) => isObject(condition) && typeof condition.property === 'string'))));

/** Whether JSON has the form that fields can show. What it says may be wrong all the same. */
export const hasForm = (json) => isObject(json)
  && isList(json.stages) && json.stages.every((stage) => isObject(stage) && areMatchers(stage.anyOf))
  && (json.exclude === undefined || (isList(json.exclude) && json.exclude.every((one) => isObject(one) && areMatchers(one.anyOf))))
  && ['hold', 'breakdowns'].every((name) => json[name] === undefined || (isList(json[name]) && json[name].every((one) => typeof one === 'string')));

/** The name of each stage: the one given, or its event's, numbered where that is taken. */
export function stageNames(draft) {
  const taken = new Set(draft.stages.map((stage) => String(stage.name ?? '').trim()).filter(Boolean));
  return draft.stages.map((stage) => {
    const given = String(stage.name ?? '').trim();
    const own = stage.anyOf[0]?.event;
    if (given || !own) return given;
    let name = own;
    for (let number = 2; taken.has(name); number += 1) name = `${own} ${number}`;
    taken.add(name);
    return name;
  });
}

const without = (value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));

const matcherBody = ({ event, where, ...rest }) => without({ event: event === null ? undefined : event, where: where.length > 0 ? where : undefined, ...rest });

/** What is sent: without that which says no more than leaving it out. */
export function bodyOf(draft) {
  const names = stageNames(draft);
  const stages = draft.stages.map(({ name: _, anyOf, optional, value, ...rest }, index) => without({
    name: names[index], anyOf: anyOf.map(matcherBody), optional: optional || undefined, value: value || undefined, ...rest,
  }));
  const { name, order, window, ...others } = draft;
  const said = Object.entries({ ...others, exclude: draft.exclude.map(({ anyOf, ...rest }) => ({ anyOf: anyOf.map(matcherBody), ...rest })) })
    .filter(([key, value]) => key !== 'stages' && JSON.stringify(value) !== JSON.stringify(WHOLE[key]));
  return { name, stages, order, window, ...Object.fromEntries(said) };
}

/** Whether something is still missing that only the reader can say, so that asking would be in vain. */
export const isUnfinished = (draft) => draft.stages.length === 0
  || [...draft.stages, ...draft.exclude].some((part) => part.anyOf.length === 0 || part.anyOf.some((matcher) =>
    matcher.event === '' || matcher.where.some((condition) => condition.property === '')));

/**
 * Puts a stage elsewhere. The numbers by which exclusions and `breakdownFrom` name stages follow
 * the stages that they meant.
 */
export function moveStage(draft, from, to) {
  const before = [...draft.stages];
  draft.stages.splice(to, 0, ...draft.stages.splice(from, 1));
  renumber(draft, (number) => draft.stages.indexOf(before[number - 1]) + 1);
}

/** Takes a stage out; an exclusion that named it names the nearest one left. */
export function removeStage(draft, index) {
  draft.stages.splice(index, 1);
  renumber(draft, (number) => Math.max(1, number - 1 >= index && number > 1 ? number - 1 : number));
}

export function insertStage(draft, index, stage = newStage()) {
  draft.stages.splice(index, 0, stage);
  renumber(draft, (number) => (number - 1 >= index ? number + 1 : number));
}

function renumber(draft, numberOf) {
  for (const one of draft.exclude) {
    const [after, before] = [numberOf(one.after), numberOf(one.before)];
    one.after = Math.min(after, before);
    one.before = Math.max(after, before);
  }
  const named = /^stage:(\d+)$/.exec(draft.breakdownFrom);
  if (named) draft.breakdownFrom = `stage:${numberOf(Number(named[1]))}`;
}

const CYRILLIC = Object.fromEntries([...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'].map((letter, index) => [letter,
  ['a', 'b', 'v', 'g', 'd', 'e', 'e', 'zh', 'z', 'i', 'y', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 's', 't', 'u', 'f', 'kh', 'ts', 'ch', 'sh', 'sch', '', 'y', '', 'e', 'yu', 'ya'][index]]));

/** An id made of a name that none of the taken ones has. */
export function idOf(name, taken) {
  const latin = [...name.toLowerCase()].map((letter) => CYRILLIC[letter] ?? letter).join('').normalize('NFD');
  const plain = latin.replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 90) || 'funnel';
  let id = plain;
  for (let number = 2; taken.includes(id); number += 1) id = `${plain}-${number}`;
  return id;
}
