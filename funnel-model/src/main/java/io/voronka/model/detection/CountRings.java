package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of the last week of a stream: minutes, then fives, then hours, all of them aligned, as
 * {@link Layout} says. Mutable, not thread-safe.
 */
final class CountRings {

  private static final int FIVE = 5;
  private static final int HOUR = 60;

  private final Layout layout;
  private final Tier minutes;
  private final Tier fives;
  private final Tier hours;
  private long end;

  /**
   * @param start the first minute
   */
  CountRings(Layout layout, long start) {
    this.layout = layout;
    this.end = start - start % HOUR;
    minutes = new Tier(1, layout.minuteSpan() + FIVE);
    fives = new Tier(FIVE, layout.fiveMinuteSpan() / FIVE + HOUR / FIVE);
    hours = new Tier(HOUR, layout.hours());
    for (; end < start; end++) { // spans begin with the hour
      minutes.append(0, 0, 0, 0);
    }
  }

  /** The minute that comes next. */
  long end() {
    return end;
  }

  /** How many minutes are known, at most {@value Windows#LONGEST}. */
  int known() {
    return Math.min(Windows.LONGEST, minutes.size + fives.size * FIVE + hours.size * HOUR);
  }

  /**
   * Takes the next minute.
   *
   * @param due how many of those who reached the stage in it are expected to advance in the end
   * @param law when they do
   * @param open the factor of this minute on how many do
   * @return how many advances were expected in it
   */
  double append(MinuteCounts counts, double due, DelayLaw law, double open) {
    int advances = 0;
    minutes.append(0, counts.reached(), layout.rounded(due), 0);
    int last = minutes.size - 1;
    for (int i = 0; i < counts.delays().length; i++) {
      int entry = last - counts.delays()[i];
      int count = counts.counts()[i];
      advances += count;
      if (entry >= 0) {
        minutes.advancedSoFar[entry] += count;
      }
    }
    minutes.advances[last] = advances;
    end++;
    double expected = layout.rounded(expectedNow(law) * open);
    minutes.expected[last] = expected;
    settle();
    return expected;
  }

  /** Σ over the entry minutes of those due × the share of them that advances just now. */
  private double expectedNow(DelayLaw law) {
    double sum = 0;
    int last = minutes.size - 1;
    int reach = Math.min(last, law.longest());
    double[] shares = law.shares();
    double[] due = minutes.due;
    for (int delay = 0; delay <= reach; delay++) {
      sum += due[last - delay] * shares[delay];
    }
    int before = minutes.size;
    sum += expectedNow(fives, before, law);
    return sum + expectedNow(hours, before + fives.size * FIVE, law);
  }

  /** The part of a coarser tier: those of a span are taken to have come evenly over it. */
  private static double expectedNow(Tier tier, int before, DelayLaw law) {
    double sum = 0;
    int delay = before;
    for (int i = tier.size - 1; i >= 0 && delay <= law.longest(); i--) {
      double share = law.within(delay + tier.width - 1) - law.within(delay - 1);
      sum += tier.due[i] * share / tier.width;
      delay += tier.width;
    }
    return sum;
  }

  /**
   * Sums over the last minutes, for each of some lengths. A length that ends within a coarser span
   * is prolonged to the whole of it, so that what is summed is always what was counted.
   *
   * @param lengths ascending
   * @param sums filled as far as the lengths are known
   * @return how many of the lengths are known
   */
  int sum(int[] lengths, CalendarSums sums) {
    var walk = new Walk(lengths, sums);
    walk.over(minutes);
    walk.over(fives);
    walk.over(hours);
    return walk.next;
  }

  /**
   * What {@link #sum} fills: by length, how long the window really is, advances in it, those
   * expected, and people who came.
   */
  record CalendarSums(int[] minutes, double[] advances, double[] expected, double[] reached) {

    static CalendarSums of(int lengths) {
      return new CalendarSums(
          new int[lengths], new double[lengths], new double[lengths], new double[lengths]);
    }
  }

  private static final class Walk {

    private final int[] lengths;
    private final CalendarSums sums;
    private int next;
    private int passed;
    private long advances;
    private long reached;
    private double expected;

    Walk(int[] lengths, CalendarSums sums) {
      this.lengths = lengths;
      this.sums = sums;
    }

    void over(Tier tier) {
      for (int i = tier.size - 1; i >= 0 && next < lengths.length; i--) {
        passed += tier.width;
        advances += tier.advances[i];
        expected += tier.expected[i];
        reached += tier.reached[i];
        for (; next < lengths.length && lengths[next] <= passed; next++) {
          sums.minutes()[next] = passed;
          sums.advances()[next] = advances;
          sums.expected()[next] = expected;
          sums.reached()[next] = reached;
        }
      }
    }
  }

  /**
   * Sums over those who came in the last minutes, for each of some lengths: how many have advanced,
   * and how many were expected to by now.
   *
   * @param lengths ascending, none beyond the minutes that are kept
   * @return how many of the lengths are known
   */
  int sumCohort(int[] lengths, DelayLaw law, double[] advanced, double[] expected) {
    int next = 0;
    long sum = 0;
    double expectedSum = 0;
    int last = minutes.size - 1;
    for (int age = 0; age <= last && next < lengths.length; age++) {
      sum += minutes.advancedSoFar[last - age];
      expectedSum += minutes.due[last - age] * law.within(age);
      if (lengths[next] == age + 1) {
        advanced[next] = sum;
        expected[next] = expectedSum;
        next++;
      }
    }
    return next;
  }

  /** People who reached the stage an hour, on average of what is known. */
  double reachedPerHour() {
    long sum = 0;
    for (var tier : new Tier[] {minutes, fives, hours}) {
      for (int i = 0; i < tier.size; i++) {
        sum += tier.reached[i];
      }
    }
    return sum * (double) HOUR / Math.max(HOUR, known());
  }

  /** What was counted and expected in the last minutes, at most five: a step of the level. */
  double[] lastStep() {
    double[] sums = new double[3];
    for (int i = Math.max(0, minutes.size - FIVE); i < minutes.size; i++) {
      sums[0] += minutes.advances[i];
      sums[1] += minutes.expected[i];
      sums[2] += minutes.reached[i];
    }
    return sums;
  }

  /** What a span had. */
  record Span(long minute, int minutes, int advances, double expected, int reached) {}

  /** The spans that begin at a minute or later, oldest first. */
  List<Span> since(long from) {
    var spans = new ArrayList<Span>();
    long at = end - (minutes.size + (long) fives.size * FIVE + (long) hours.size * HOUR);
    for (var tier : new Tier[] {hours, fives, minutes}) {
      for (int i = 0; i < tier.size; i++) {
        if (at >= from) {
          spans.add(new Span(at, tier.width, tier.advances[i], tier.expected[i], tier.reached[i]));
        }
        at += tier.width;
      }
    }
    return spans;
  }

  /** Expects more or fewer of those who came so far to advance. */
  void expectTimes(double factor) {
    for (var tier : new Tier[] {minutes, fives, hours}) {
      for (int i = 0; i < tier.size; i++) {
        tier.due[i] = layout.rounded(tier.due[i] * factor);
      }
    }
  }

  /**
   * Corrects what was counted by one; what has left the minutes stays as it is.
   *
   * @param entry when the person reached the stage
   * @param due how many are expected to advance of one who reached it then
   * @param sign 1: the person did after all; −1: did not
   */
  void correctReached(long entry, double due, int sign) {
    int at = index(entry);
    if (at >= 0) {
      minutes.reached[at] = Math.max(0, minutes.reached[at] + sign);
      minutes.due[at] = Math.max(0, minutes.due[at] + sign * due);
    }
  }

  /** The same of an advance. */
  void correctAdvance(long entry, long advance, int sign) {
    int at = index(advance);
    if (at >= 0) {
      minutes.advances[at] = Math.max(0, minutes.advances[at] + sign);
    }
    int from = index(entry);
    if (from >= 0) {
      minutes.advancedSoFar[from] = Math.max(0, minutes.advancedSoFar[from] + sign);
    }
  }

  private int index(long minute) {
    long at = minutes.size - (end - minute);
    return minute < end && at >= 0 ? (int) at : -1;
  }

  void write(StateOutput out) {
    out.whole(end);
    minutes.write(out, true, layout);
    fives.write(out, false, layout);
    hours.write(out, false, layout);
  }

  void read(StateInput in) {
    end = in.whole();
    minutes.read(in, true, layout);
    fives.read(in, false, layout);
    hours.read(in, false, layout);
  }

  /** Frees what is no longer kept as finely. */
  private void settle() {
    if (end % FIVE == 0 && minutes.size >= layout.minuteSpan() + FIVE) {
      minutes.mergeOldest(FIVE, fives, layout);
    }
    if (fives.size * FIVE >= layout.fiveMinuteSpan() + HOUR) {
      fives.mergeOldest(HOUR / FIVE, hours, layout);
    }
    if (hours.size > layout.hours()) {
      hours.dropOldest(1);
    }
  }
}
