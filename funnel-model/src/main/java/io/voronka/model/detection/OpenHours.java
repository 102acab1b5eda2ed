package io.voronka.model.detection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * At which hours people go on. Where somebody has to do something for that, such as a service desk
 * in its office hours, hardly anybody does at night, however many wait; by the delays alone some of
 * them would. By hour of day, on working days and at weekends: how many went on, and how many would
 * have by the delays alone.
 *
 * <p>Only where some hours are surely closed is anything made of it. Once a stage is known, days on
 * which an alert fired are left out; an eighth fades a week. Mutable, not thread-safe.
 */
final class OpenHours {

  static final int CELLS = 48;

  private static final int HOUR = 60;
  private static final int DAY = 1440;
  private static final int DAY_HOURS = 24;
  private static final int WORKING_DAYS = 5;
  private static final int DAYS_OF_WEEK = 7;
  private static final double KEPT_A_WEEK = 7 / 8.0;

  /** While it is closed less than this share of those who should go on do so. */
  private static final double CLOSED = 0.6;

  /** What speaks for that, in nats: of each hour, and in all. */
  private static final double LEAST_NATS = 2;

  private static final double CLOSED_NATS = 20;

  /** At least this share of all who should go on should do so while it is closed. */
  private static final double LEAST_CLOSED = 0.05;

  private static final double SHRINKING = 1;
  private static final double MOST = 10;

  private final int[] today = new int[DAY_HOURS];
  private final float[] went = new float[CELLS];
  private final float[] expected = new float[CELLS];
  private boolean isTodayLeftOut;
  private long firstDay = -1; // whose expectation is still to be worked out; -1: of none

  /** Starts with the first whole day. */
  OpenHours() {
    isTodayLeftOut = true;
  }

  /** Takes what went on in a minute. */
  void add(long minute, int advances, boolean isHeldBack) {
    if (minute % DAY == 0) {
      Arrays.fill(today, 0);
      isTodayLeftOut = false;
    }
    isTodayLeftOut |= isHeldBack;
    today[(int) (minute % DAY / HOUR)] += advances;
  }

  /** Adds a day that is over, unless something fired in it. */
  void closeDay(long day, History history, @Nullable Baseline known) {
    if (isTodayLeftOut) {
      return;
    }
    for (int hour = 0; hour < DAY_HOURS; hour++) {
      went[cell(day) + hour] += today[hour];
    }
    if (known != null) {
      expect(day, history, known);
    } else if (firstDay < 0) {
      firstDay = day;
    }
  }

  private static int cell(long minute) {
    return minute / DAY % DAYS_OF_WEEK < WORKING_DAYS ? 0 : DAY_HOURS;
  }

  private void expect(long day, History history, Baseline known) {
    double[] shares = shares(known.law());
    for (int i = 0; i < DAY_HOURS; i++) {
      long hour = day / HOUR + i;
      double sum = 0;
      for (int age = 0; age < shares.length && age <= hour; age++) {
        long entry = hour - age;
        sum += history.reachedIn(entry) * known.advancing(entry * HOUR) * shares[age];
      }
      expected[cell(day) + i] += (float) sum;
    }
  }

  /** The share of those who came in an hour that goes on in each hour from then on. */
  private static double[] shares(DelayLaw law) {
    var shares = new double[law.longest() / HOUR + 2];
    for (int age = 0; age < shares.length; age++) {
      for (int entry = 0; entry < HOUR; entry++) {
        int from = age * HOUR - entry;
        shares[age] += (law.within(from + HOUR - 1) - law.within(from - 1)) / HOUR;
      }
    }
    return shares;
  }

  /**
   * The factors by hour on how many go on by the delays alone; null where nothing is ever closed.
   *
   * @param end of the last day that is over
   */
  float @Nullable [] learn(long end, History history, Baseline known) {
    for (; firstDay >= 0 && firstDay < end; firstDay += DAY) {
      expect(firstDay, history, known);
    }
    firstDay = -1;
    double all = 0;
    double closed = 0;
    double nats = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      all += expected[cell];
      double its = nats(cell);
      if (its >= LEAST_NATS) {
        closed += expected[cell];
        nats += its;
      }
    }
    if (nats < CLOSED_NATS || closed < LEAST_CLOSED * all) {
      return null;
    }
    var factors = new float[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      factors[cell] =
          (float) Math.min(MOST, (went[cell] + SHRINKING) / (expected[cell] + SHRINKING));
    }
    return factors;
  }

  /** What speaks for an hour being closed, against {@value #CLOSED} going on. */
  private double nats(int cell) {
    double least = CLOSED * expected[cell];
    double count = went[cell];
    return count < least ? (count > 0 ? count * Math.log(count / least) : 0) - count + least : 0;
  }

  /** The index of a minute among the factors. */
  static int index(long minute) {
    return cell(minute) + (int) (minute % DAY / HOUR);
  }

  /** Lets a week's worth fade. */
  void fade() {
    for (int cell = 0; cell < CELLS; cell++) {
      went[cell] = (float) (went[cell] * KEPT_A_WEEK);
      expected[cell] = (float) (expected[cell] * KEPT_A_WEEK);
    }
  }

  void write(StateOutput out) {
    for (int count : today) {
      out.count(count);
    }
    out.singles(went).singles(expected).flag(isTodayLeftOut).whole(firstDay);
  }

  void read(StateInput in) {
    for (int hour = 0; hour < DAY_HOURS; hour++) {
      today[hour] = in.count();
    }
    System.arraycopy(in.singles(CELLS), 0, went, 0, CELLS);
    System.arraycopy(in.singles(CELLS), 0, expected, 0, CELLS);
    isTodayLeftOut = in.flag();
    firstDay = in.whole();
  }
}
