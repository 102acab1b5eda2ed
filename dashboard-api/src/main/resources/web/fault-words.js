import { t } from './i18n.js';

/** The service's words for faults of definitions, as patterns, and the messages that say the same in the reader's language. */
const PATTERNS = [
  [/^must not be blank$/, 'blank'],
  [/^must not be empty$/, 'blank'],
  [/^property must not be blank$/, 'blank'],
  [/^is missing$/, 'blank'],
  [/^needs at least 1$/, 'needsOne'],
  [/^allows at most (?<count>\d+) characters$/, 'tooLong'],
  [/^allows at most (?<count>\d+)$/, 'tooMany'],
  [/^repeats '(?<name>.*)'$/s, 'repeats'],
  [/^has no stage before it$/, 'noStageBefore'],
  [/^has no meaning in an unordered funnel/, 'notUnordered'],
  [/^can't be the first or last stage$/, 'notAtTheEnds'],
  [/^has no meaning where stages are implied/, 'notImplied'],
  [/^must be above 0 to 1$/, 'share'],
  [/^must be a number$/, 'number'],
  [/^has a meaning in strict funnels only$/, 'strictOnly'],
  [/^has a meaning in ordered funnels only$/, 'orderedOnly'],
  [/^must be the number of a stage, 1 to (?<count>\d+)$/, 'stageNumber'],
  [/^must not be an optional stage$/, 'notOptional'],
  [/^must be more than after$/, 'afterBefore'],
  [/^must name an event where a session is asked for/, 'notOfPerson'],
  [/^must be at least 1 ms$/, 'tooShort'],
  [/^must be at most (?<count>\d+) days$/, 'tooFar'],
  [/^must be an ISO 8601 duration/, 'duration'],
  [/^'(?<name>.*)' is no property of a session; it has (?<names>.*)$/s, 'noSessionProperty'],
  [/^(?<op>\w+) needs a value$/, 'needsValue'],
  [/^(?<op>\w+) needs text as value$/, 'needsText'],
  [/^(?<op>\w+) needs a list as value$/, 'needsList'],
  [/^(?<op>\w+) needs a number or text as value$/, 'needsOrder'],
  [/^matches needs a valid pattern: (?<reason>.*)$/s, 'pattern'],
  [/^is not a known field$/, 'unknownField'],
  [/^must be an object$/, 'object'],
  [/^must be a list$/, 'list'],
  [/^must be text$/, 'text'],
  [/^must be true or false$/, 'flag'],
  [/^must be a whole number$/, 'whole'],
  [/^must be 1 to 100 of a-z, 0-9/, 'id'],
];

/** What a fault says; in the service's own words where there are none of ours. */
export function faultWords(message) {
  for (const [pattern, key] of PATTERNS) {
    const found = pattern.exec(message);
    if (found) return t(`fault.${key}`, { ...found.groups });
  }
  return message;
}
