/**
 * Days by the clocks of a project's time zone. A wall time is what the clocks show, written as if
 * it were UTC, in milliseconds: there days are added without a thought of clock changes.
 */

const DAY = 86_400_000;
const PARTS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' };
const clocks = new Map();

function clockOf(zone) {
  if (!clocks.has(zone)) clocks.set(zone, new Intl.DateTimeFormat('en-US', { ...PARTS, hourCycle: 'h23', timeZone: zone }));
  return clocks.get(zone);
}

/** The zone itself, or UTC where this browser does not know it. */
export function knownZone(zone) {
  try {
    clockOf(zone);
    return zone;
  } catch {
    return 'UTC';
  }
}

/** What the clocks of the zone show at a moment. */
export function wallOf(millis, zone) {
  const parts = Object.fromEntries(clockOf(zone).formatToParts(millis).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

export const dayOfWall = (wall) => Math.floor(wall / DAY) * DAY;

/** The first moment at which the clocks show the wall time or, where they skip it, a later one. */
export function momentOf(wall, zone) {
  const guesses = [wall - DAY, wall + DAY].map((near) => wall - (wallOf(near, zone) - near));
  return Math.min(...guesses.filter((moment) => wallOf(moment, zone) >= wall));
}

/** The first moment of the day that is `plusDays` after the day of a moment. */
export function dayStart(millis, plusDays, zone) {
  return momentOf(dayOfWall(wallOf(millis, zone)) + plusDays * DAY, zone);
}
