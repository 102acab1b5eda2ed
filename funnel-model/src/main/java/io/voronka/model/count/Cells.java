package io.voronka.model.count;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.time.Calendar;

/**
 * Which cell of which page counts what. Stages and depths: stage k is 0 for the entry; depth is the
 * number of stages reached.
 */
public final class Cells {

  private static final int BLOCK =
      32; // one of each kind per stage, with room above the most stages
  private static final int BINS_PER_PAGE = 64;
  private static final int MINUTES_PER_PAGE = 60;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final int FIRST_DAY = 1; // slot 0 of a month is the month itself
  private static final int FIRST_WEEK = 32; // after its days

  static {
    assert FunnelDefinition.MAX_STAGES <= BLOCK;
  }

  private Cells() {}

  /** On {@link Page#COUNTS}: people who reached the stage. */
  public static int reached(int stage) {
    return stage;
  }

  /** On {@link Page#COUNTS}: the sum of their milliseconds from the stage before. */
  static int millisFromPrevious(int stage) {
    return BLOCK + stage;
  }

  /** On {@link Page#COUNTS}: the sum of their milliseconds from the entry. */
  static int millisFromFirst(int stage) {
    return 2 * BLOCK + stage;
  }

  /** On {@link Page#COUNTS}: people at the optional stage who reached the next required one. */
  static int advanced(int stage) {
    return 3 * BLOCK + stage;
  }

  /** On {@link Page#COUNTS}: the whole part of the sum of values at the stage. */
  static int valueUnits(int stage) {
    return 4 * BLOCK + stage;
  }

  /** On {@link Page#COUNTS}: the rest of that sum in parts of a thousand million. */
  static int valueNanos(int stage) {
    return 5 * BLOCK + stage;
  }

  /** On {@link Page#COUNTS}: people whose value at the stage is no number. */
  static int valuesUnread(int stage) {
    return 6 * BLOCK + stage;
  }

  /**
   * The bucket whose page holds the period: minutes lie in hours, hours in days, others in months.
   */
  public static Bucket seriesBucket(Bucket period, Calendar calendar) {
    return Bucket.of(seriesBucket(period.granularity()), period.startMillis(), calendar);
  }

  /** How long the buckets are whose pages hold such periods. */
  public static Granularity seriesBucket(Granularity series) {
    return switch (series) {
      case ALL -> throw new IllegalArgumentException("all of time is no series");
      case MINUTE -> Granularity.HOUR;
      case HOUR -> Granularity.DAY;
      case DAY, WEEK, MONTH -> Granularity.MONTH;
    };
  }

  /** On {@link Page#SERIES}: people who entered in the period and reached the stage. */
  static int series(Bucket period, int stage, Calendar calendar) {
    long start = period.startMillis();
    int slot =
        switch (period.granularity()) {
          case MINUTE -> (int) ((start - calendar.startOfHour(start)) / MINUTE);
          case HOUR -> (int) ((start - calendar.startOfDay(start)) / HOUR);
          case DAY -> FIRST_DAY + dayOfMonth(start, calendar);
          case WEEK -> FIRST_WEEK + dayOfMonth(start, calendar); // of the day it begins with
          default -> 0;
        };
    return slot * BLOCK + stage;
  }

  private static int dayOfMonth(long millis, Calendar calendar) {
    return calendar.dateOf(millis).getDayOfMonth() - 1;
  }

  /** The period that a cell of a series belongs to; the calendar is the one it was counted by. */
  public static Bucket seriesPeriod(Bucket bucket, int cell, Calendar calendar) {
    int slot = cell / BLOCK;
    long start = bucket.startMillis();
    if (bucket.granularity() == Granularity.HOUR) {
      return new Bucket(Granularity.MINUTE, start + slot * MINUTE);
    }
    if (bucket.granularity() == Granularity.DAY) {
      return new Bucket(Granularity.HOUR, start + slot * HOUR);
    }
    if (slot == 0) {
      return bucket;
    }
    var first = calendar.dateOf(start).withDayOfMonth(1);
    return slot < FIRST_WEEK
        ? new Bucket(Granularity.DAY, calendar.startOf(first.plusDays(slot - FIRST_DAY)))
        : new Bucket(Granularity.WEEK, calendar.startOf(first.plusDays(slot - FIRST_WEEK)));
  }

  static int seriesStage(int cell) {
    return cell % BLOCK;
  }

  /** The page of the bin in the distribution of times to a stage. */
  static Page timesPage(int stage, boolean fromFirst, int bin) {
    return new Page(Page.Kind.TIMES, (stage * 2 + (fromFirst ? 1 : 0)) << 16 | bin / BINS_PER_PAGE);
  }

  static int timesCell(int bin) {
    return bin % BINS_PER_PAGE;
  }

  static int stageOfTimes(Page page) {
    return page.number() >>> 17;
  }

  static boolean isFromFirst(Page page) {
    return (page.number() >>> 16 & 1) == 1;
  }

  static int binOfTimes(Page page, int cell) {
    return (page.number() & 0xffff) * BINS_PER_PAGE + cell;
  }

  /** The number of the page of the hour that holds the deadline. */
  static int deadlineHour(long deadlineMillis) {
    return (int) Math.floorDiv(deadlineMillis, MINUTE * MINUTES_PER_PAGE);
  }

  static Page deadlinePage(long deadlineMillis) {
    return new Page(Page.Kind.DEADLINES, deadlineHour(deadlineMillis));
  }

  /**
   * The cell of somebody who waits at a stage.
   *
   * @param since one of {@link WaitingTime}
   */
  static int deadlineCell(int stage, long deadlineMillis, int since) {
    return (since * BLOCK + stage) * MINUTES_PER_PAGE
        + (int) Math.floorMod(Math.floorDiv(deadlineMillis, MINUTE), (long) MINUTES_PER_PAGE);
  }

  static int stageOfDeadline(int cell) {
    return cell / MINUTES_PER_PAGE % BLOCK;
  }

  static int sinceOfDeadline(int cell) {
    return cell / MINUTES_PER_PAGE / BLOCK;
  }

  /** The last moment of the minute that the cell stands for. */
  static long endOfDeadline(Page page, int cell) {
    return ((long) page.number() * MINUTES_PER_PAGE + cell % MINUTES_PER_PAGE + 1) * MINUTE - 1;
  }
}
