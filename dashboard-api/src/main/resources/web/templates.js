import { newMatcher } from './editor-draft.js';
import { t } from './i18n.js';
import { isSameName } from './similar.js';
import { MOMENTS, bitrixStage, hubSpotStage } from './template-moments.js';

/**
 * Funnels to begin with. Names and explanations are messages: `template.ID`, `template.ID.about`, and
 * `template.ID.KEY` for each stage.
 *
 * A stage is `[key, moment or {moment, where}, options of the stage]`.
 */

const SKIPPABLE = { optional: true };
const OF_VISIT = ['session.channel', 'session.device'];

export const TEMPLATES = [
  { id: 'shop', group: 'sale', window: 'P7D', breakdowns: OF_VISIT, stages: [
    ['viewed', 'product'], ['carted', 'cart'], ['checkout', 'checkout'], ['payment', 'payment', SKIPPABLE], ['bought', 'order']] },
  { id: 'sales', group: 'sale', window: 'P30D', breakdowns: OF_VISIT, stages: [
    ['awareness', 'page'], ['interest', 'product'], ['consideration', 'wished'], ['decision', 'checkout'], ['purchase', 'order']] },
  { id: 'aida', group: 'marketing', window: 'P30D', breakdowns: OF_VISIT, stages: [
    ['attention', 'page'], ['interest', 'product'], ['desire', 'wished'], ['action', 'order']] },
  { id: 'marketing', group: 'marketing', window: 'P90D', breakdowns: OF_VISIT, stages: [
    ['attraction', 'page'], ['interest', 'content'], ['offer', 'offer'], ['conversion', 'convert'], ['retention', 'returned']] },
  { id: 'journey', group: 'marketing', window: 'P90D', breakdowns: ['session.channel'], stages: [
    ['awareness', 'page'], ['interest', 'product'], ['consideration', 'compared'], ['decision', 'checkout'], ['purchase', 'order'],
    ['service', 'service'], ['loyalty', 'loyal']] },
  { id: 'repeat', group: 'sale', window: 'P90D', breakdowns: ['session.channel'], stages: [
    ['first', 'order'], ['second', 'orderAgain'], ['third', 'orderAgain']] },
  { id: 'saas', group: 'service', window: 'P30D', breakdowns: OF_VISIT, stages: [
    ['visited', 'page'], ['signedUp', 'signUp'], ['confirmed', 'confirmed', SKIPPABLE], ['setUp', 'onboarded'], ['used', 'used'], ['paid', 'subscribed']] },
  { id: 'booking', group: 'service', window: 'P60D', breakdowns: OF_VISIT, stages: [
    ['looked', 'offering'], ['dates', 'dates', SKIPPABLE], ['started', 'bookingStarted'], ['booked', 'booked'], ['came', 'visited']] },
  { id: 'visits', group: 'service', window: 'P90D', breakdowns: [], stages: [
    ['first', 'visited'], ['second', 'visitedAgain', { within: 'P30D' }], ['third', 'visitedAgain', { within: 'P30D' }]] },
  { id: 'hubspot', group: 'crm', window: 'P90D', breakdowns: ['session.channel', 'owner'], breakdownFrom: 'first', stages: [
    ['lead', 'form'], ['deal', 'dealCreated'], ['appointment', hubSpotStage('appointmentscheduled'), SKIPPABLE], ['qualified', hubSpotStage('qualifiedtobuy'), SKIPPABLE],
    ['presentation', hubSpotStage('presentationscheduled'), SKIPPABLE], ['decision', hubSpotStage('decisionmakerboughtin'), SKIPPABLE],
    ['contract', hubSpotStage('contractsent'), SKIPPABLE], ['won', 'dealWon']] },
  { id: 'pipedrive', group: 'crm', window: 'P90D', breakdowns: ['session.channel', 'owner'], breakdownFrom: 'first', stages: [
    ['lead', 'form'], ['deal', 'dealCreated'], ['moved', 'dealMoved', SKIPPABLE], ['won', 'dealWon']] },
  { id: 'bitrix24', group: 'crm', window: 'P90D', breakdowns: ['session.channel', 'owner'], breakdownFrom: 'first', stages: [
    ['lead', 'form'], ['deal', 'dealOpened'], ['preparation', bitrixStage('PREPARATION'), SKIPPABLE], ['invoice', bitrixStage('PREPAYMENT_INVOICE'), SKIPPABLE],
    ['work', bitrixStage('EXECUTING'), SKIPPABLE], ['final', bitrixStage('FINAL_INVOICE'), SKIPPABLE], ['won', 'dealWon']] },
  { id: 'amocrm', group: 'crm', window: 'P90D', breakdowns: ['session.channel', 'owner'], breakdownFrom: 'first', stages: [
    ['lead', 'form'], ['deal', 'dealCreated'], ['moved', 'dealMoved', SKIPPABLE], ['won', 'dealWon']] },
];

export const GROUPS = ['sale', 'marketing', 'service', 'crm'];

export const templateById = (id) => TEMPLATES.find((template) => template.id === id);

const momentIdOf = (what) => (typeof what === 'string' ? what : what.moment);

/** The names of the events of a moment that have been seen, in the order of the moment. */
function seenOf(moment, seen) {
  const found = moment.events.flatMap((event) => seen.filter((name) => isSameName(name, event)));
  // Of names for different things that serve alike, the first that is there decides.
  return found.filter((name) => isSameName(name, found[0]));
}

/**
 * What a template says of a project: for each stage its name, the events to look for, whether they
 * have been seen, and the moment.
 *
 * @param seen names of events
 */
export function readTemplate(template, seen) {
  return template.stages.map(([key, what, options = {}]) => {
    const id = momentIdOf(what);
    const moment = MOMENTS[id];
    const found = seenOf(moment, seen);
    return {
      name: t(`template.${template.id}.${key}`), moment: id, where: what.where ?? [], also: moment.also ?? [], value: moment.value ?? [], options,
      events: found.length > 0 ? found : [moment.events[0]], isSeen: found.length > 0,
    };
  });
}

/**
 * A definition to begin with.
 *
 * @param propertiesOf gives the names of an event's properties that have been seen
 */
export function draftOfTemplate(template, seen, propertiesOf) {
  const stages = readTemplate(template, seen).map(({ name, events, where, also, value, options }) => ({
    name,
    anyOf: [...events.map((event) => ({ ...newMatcher(event), where: structuredClone(where) })), ...structuredClone(also)],
    ...options,
    value: value.find((property) => events.some((event) => propertiesOf(event).includes(property))),
  }));
  const { window, breakdowns, breakdownFrom = 'entry' } = template;
  return {
    name: t(`template.${template.id}`), stages, window, breakdowns: [...breakdowns], breakdownFrom,
    order: 'ordered', strictScope: 'all', ties: 'any', implied: false, hold: [], exclude: [],
  };
}
