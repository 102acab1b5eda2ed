import { share } from './format.js';
import { dayStart, knownZone, momentOf, wallOf } from './zone.js';

/** What the pages read out of a report; pure functions, no DOM. */

export const entered = (report) => report.stages[0].reached;

export const converted = (report) => report.stages.at(-1).reached;

export const conversion = (report) => share(converted(report), entered(report));

const isRequired = (definition) => (_, index) => !definition.stages[index]?.optional;

/** The last stage before that may not be skipped: whose people a stage's rates are shares of. */
export function requiredBefore(report, definition, index) {
  return report.stages.slice(0, index).filter(isRequired(definition)).at(-1);
}

/** Who goes on has reached the next stage that may not be skipped. */
export function requiredAfter(report, definition, index) {
  return report.stages.find((stage, later) => later > index && isRequired(definition)(stage, later));
}

/**
 * The share of the entered who will be at the last stage once all windows have closed: of one step as
 * the service estimates it, of several their product, which has no interval. Null of nobody.
 */
export function expectedAtEnd(report, definition) {
  const steps = report.stages.slice(0, -1).filter(isRequired(definition)).map((stage) => stage.projectedConversion);
  if (steps.length === 0 || !steps[0]) return null;
  if (steps.length === 1) return steps[0];
  // Nobody is at a later stage yet: nothing is known of its step.
  return steps.every(Boolean) ? { estimate: steps.reduce((product, step) => product * step.estimate, 1) } : null;
}

/** The last stage with a value, or undefined: what a funnel is worth shows at its end. */
export const stageOfWorth = (report, definition) => report.stages.filter((_, index) => definition.stages[index]?.value).at(-1);

/** How a stage's column is split. At the last stage everybody has arrived: all count as advanced. */
export function split(stage) {
  return {
    advanced: stage.advanced ?? stage.reached,
    pending: stage.pending ?? 0,
    lost: stage.dropped ?? 0,
  };
}

/** Seconds from entry to the last stage, and whether it is the true median or a sum of the steps' medians. */
export function medianToEnd(report) {
  const exact = report.stages.at(-1).secondsFromFirst?.median;
  if (exact !== undefined) return { seconds: exact, exact: true };
  const steps = report.stages.slice(1).map((stage) => stage.secondsFromPrevious.median);
  const known = steps.length > 0 && steps.every((seconds) => seconds !== null);
  return { seconds: known ? steps.reduce((sum, seconds) => sum + seconds, 0) : null, exact: steps.length === 1 };
}

/** The stage that loses most people, or null where nobody is lost. */
export function worstStage(report) {
  const worst = report.stages.reduce((most, stage) => ((stage.dropped ?? 0) > (most.dropped ?? 0) ? stage : most));
  return worst.dropped > 0 ? worst : null;
}

/** The stage after which the smallest share has gone on so far, while the others still can; null where all have. */
export function slowestStage(report, definition) {
  const waiting = report.stages.filter((stage, index) => stage.pending > 0 && !definition.stages[index].optional);
  return waiting.length === 0 ? null : waiting.reduce((least, stage) => (stage.advanced / stage.reached < least.advanced / least.reached ? stage : least));
}

/** The groups of one breakdown: `[{value, reached, other}]`; `value` null where the property is absent, `other` where it is all the smaller ones. */
export function groupsOf(report, name) {
  const rows = report.breakdowns?.[name] ?? report.breakdown ?? [];
  return rows
    .filter((row) => row.other || name in row.values)
    .map((row) => ({ value: row.values[name], reached: row.reached, other: row.other === true }));
}

/** A share of fewer people jumps between nothing and everything. */
export const FEW_ENTRIES = 10;

export const isFew = (point) => point.reached[0] < FEW_ENTRIES;

const DAY = 86_400_000;

/** The finest period that still gives a readable number of points. */
export function fittingGranularity(report) {
  const times = report.series.map((point) => Date.parse(point.bucket));
  const days = times.length > 0 ? (times.at(-1) - times[0]) / DAY : 0;
  if (days < 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 366 ? 'week' : 'month';
}

/** By whose clocks its periods are counted. */
export const zoneOf = (report) => knownZone(report.timeZone);

const HOUR = 3_600_000;

function next(time, granularity, zone) {
  if (granularity === 'hour') return time + HOUR;
  if (granularity !== 'month') return dayStart(time, granularity === 'week' ? 7 : 1, zone);
  const wall = new Date(wallOf(time, zone));
  return momentOf(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 1), zone);
}

const POINTS_MAX = 2_000;

/**
 * The series as `[{time, reached, mature}]`, oldest first, with the periods in which nobody entered
 * put in as zeros: a gap in the axis would bend every slope.
 */
export function trendPoints(report, granularity) {
  const points = report.series
    .map((point) => ({ time: Date.parse(point.bucket), reached: point.reached, mature: point.mature }))
    .sort((one, other) => one.time - other.time);
  if (points.length < 2) return points;
  const zone = zoneOf(report);
  const byTime = new Map(points.map((point) => [point.time, point]));
  const filled = [];
  let used = 0;
  for (let time = points[0].time; time <= points.at(-1).time; time = next(time, granularity, zone)) {
    const known = byTime.get(time);
    if (known) used += 1;
    filled.push(known ?? { time, reached: points[0].reached.map(() => 0), mature: true });
    if (filled.length > POINTS_MAX) return points;
  }
  // A rare clock change can move buckets off the grid; then what the service sent stands as it is.
  return used === points.length ? filled : points;
}
