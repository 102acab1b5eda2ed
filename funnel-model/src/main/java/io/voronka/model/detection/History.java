package io.voronka.model.detection;

import java.util.Arrays;

/**
 * What is kept of a stream to learn from: people by the hour in which they reached the stage, and
 * how many of those advanced, for eight weeks and as long as attempts stay open; and the delays of
 * those who advanced, by the day in which they had come until its attempts are closed, then
 * together with an eighth fading a week. Mutable, not thread-safe.
 */
final class History {

  static final int WEEKS = 8;
  static final int WEEK_MINUTES = 10_080;

  private static final int HOUR = 60;
  private static final int DAY = 1440;
  private static final double KEPT_A_WEEK = 7 / 8.0;

  private final int followed;
  private final DelayLaw.Bins bins;
  private final int[] reached;
  private final int[] advanced;
  private final boolean[] isMasked;
  private final int[][] delaysByDay;
  private final boolean[] isDayMasked;
  private final double[] delays;
  private long start = -1;
  private long newestHour = -1;
  private long newestDay = -1;

  /**
   * @param followed how many minutes an attempt stays open
   */
  History(int followed, DelayLaw.Bins bins) {
    this.followed = followed;
    this.bins = bins;
    int hours = WEEKS * WeekShape.HOURS + followed / HOUR + 26;
    reached = new int[hours];
    advanced = new int[hours];
    isMasked = new boolean[hours];
    int days = followed / DAY + 2;
    delaysByDay = new int[days][bins.count()];
    isDayMasked = new boolean[days];
    delays = new double[bins.count()];
  }

  /**
   * Takes a minute.
   *
   * @param isHeldBack whether an alert fires
   */
  void add(MinuteCounts counts, boolean isHeldBack) {
    long minute = counts.minute();
    if (start < 0) {
      start = (minute + HOUR - 1) / HOUR * HOUR; // an hour that was seen in part tells no rate
      newestHour = minute / HOUR - 1;
      newestDay = minute / DAY - 1;
    }
    begin(minute);
    reached[hour(minute)] += counts.reached();
    isMasked[hour(minute)] |= isHeldBack;
    isDayMasked[day(minute)] |= isHeldBack;
    for (int i = 0; i < counts.delays().length; i++) {
      int delay = counts.delays()[i];
      long entry = minute - delay;
      if (delay <= followed && entry >= start) {
        advanced[hour(entry)] += counts.counts()[i];
        delaysByDay[day(entry)][bins.ofDelay()[delay]] += counts.counts()[i];
      }
    }
  }

  private void begin(long minute) {
    if (minute / HOUR > newestHour) {
      newestHour = minute / HOUR;
      reached[hour(minute)] = 0;
      advanced[hour(minute)] = 0;
      isMasked[hour(minute)] = false;
    }
    if (minute / DAY > newestDay) {
      newestDay = minute / DAY;
      Arrays.fill(delaysByDay[day(minute)], 0);
      isDayMasked[day(minute)] = false;
    }
  }

  private int hour(long minute) {
    return (int) (minute / HOUR % reached.length);
  }

  private int day(long minute) {
    return (int) (minute / DAY % delaysByDay.length);
  }

  /** How many reached the stage in an hour; 0 if that is not known. */
  int reachedIn(long hour) {
    return isHeld(hour * HOUR) ? reached[(int) (hour % reached.length)] : 0;
  }

  /** Somebody reached the stage then after all (1), or did not (−1). */
  void correctReached(long entry, int sign) {
    if (isHeld(entry)) {
      reached[hour(entry)] = Math.max(0, reached[hour(entry)] + sign);
    }
  }

  /** Somebody who reached the stage then advanced after all (1), or did not (−1). */
  void correctAdvance(long entry, int sign) {
    if (isHeld(entry)) {
      advanced[hour(entry)] = Math.max(0, advanced[hour(entry)] + sign);
    }
  }

  private boolean isHeld(long entry) {
    return entry >= start
        && entry / HOUR <= newestHour
        && newestHour - entry / HOUR < reached.length;
  }

  /** Leaves out, from now on, what came since the onset of an alert. */
  void maskSince(long onset) {
    for (long hour = onset / HOUR; hour <= newestHour; hour++) {
      isMasked[(int) (hour % reached.length)] = true;
    }
    long first = Math.max(onset / DAY, newestDay - delaysByDay.length + 1);
    for (long day = first; day <= newestDay; day++) {
      isDayMasked[(int) (day % delaysByDay.length)] = true;
    }
  }

  /** The end of the attempts that are closed after a minute, if a day of them is just complete. */
  long closedDayEnd(long minute) {
    long end = minute + 1 - followed;
    return start >= 0 && end > start && end % DAY == 0 ? end : -1;
  }

  /** Adds the delays of the day that is just closed to what is learned from. */
  void closeDay(long end) {
    int day = day(end - 1);
    if (end - DAY >= start - HOUR && !isDayMasked[day]) {
      for (int bin = 0; bin < delays.length; bin++) {
        delays[bin] = (float) (delays[bin] + delaysByDay[day][bin]);
      }
    }
  }

  /** Lets a week's worth of delays fade. */
  void fade() {
    for (int bin = 0; bin < delays.length; bin++) {
      delays[bin] = (float) (delays[bin] * KEPT_A_WEEK);
    }
  }

  /** Minutes of closed attempts that are known, at most eight weeks. */
  long closedMinutes(long end) {
    return Math.min((long) WEEKS * WEEK_MINUTES, end - start);
  }

  double[] delays() {
    return delays.clone();
  }

  /** Cells by week, the youngest first, and hour of the week. */
  record Cells(double[][] reached, double[][] advanced, double[][] arrived, double[][] minutes) {}

  /**
   * The cells of the closed attempts of the last eight weeks; those that are masked or were not
   * seen are 0 throughout.
   *
   * @param advancing how the share of those who advance changed for good
   * @param arriving how the number of those who come changed for good; only {@code arrived} is
   *     corrected by it
   */
  Cells cells(long end, Rebaselines advancing, Rebaselines arriving) {
    var cells =
        new Cells(
            new double[WEEKS][WeekShape.HOURS],
            new double[WEEKS][WeekShape.HOURS],
            new double[WEEKS][WeekShape.HOURS],
            new double[WEEKS][WeekShape.HOURS]);
    long last = end / HOUR - 1;
    long first = Math.max(start / HOUR, last - WEEKS * WeekShape.HOURS + 1);
    for (long hour = first; hour <= last; hour++) {
      int at = (int) (hour % reached.length);
      if (!isMasked[at]) {
        int week = (int) ((last - hour) / WeekShape.HOURS);
        int hourOfWeek = (int) (hour % WeekShape.HOURS);
        cells.reached()[week][hourOfWeek] = reached[at];
        cells.advanced()[week][hourOfWeek] = advanced[at] * advancing.since(hour * HOUR);
        cells.arrived()[week][hourOfWeek] = reached[at] * arriving.since(hour * HOUR);
        cells.minutes()[week][hourOfWeek] = HOUR;
      }
    }
    return cells;
  }

  void write(StateOutput out) {
    out.whole(start).whole(newestHour).whole(newestDay);
    for (int i = 0; i < reached.length; i++) {
      out.count(2L * reached[i] + (isMasked[i] ? 1 : 0)).count(advanced[i]);
    }
    for (int day = 0; day < delaysByDay.length; day++) {
      out.flag(isDayMasked[day]);
      for (int count : delaysByDay[day]) {
        out.count(count);
      }
    }
    out.singles(delays);
  }

  void read(StateInput in) {
    start = in.whole();
    newestHour = in.whole();
    newestDay = in.whole();
    for (int i = 0; i < reached.length; i++) {
      int value = in.count();
      isMasked[i] = value % 2 == 1;
      reached[i] = value / 2;
      advanced[i] = in.count();
    }
    for (int day = 0; day < delaysByDay.length; day++) {
      isDayMasked[day] = in.flag();
      for (int bin = 0; bin < delays.length; bin++) {
        delaysByDay[day][bin] = in.count();
      }
    }
    for (int bin = 0; bin < delays.length; bin++) {
      delays[bin] = in.single();
    }
  }
}
