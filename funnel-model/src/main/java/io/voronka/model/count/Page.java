package io.voronka.model.count;

/**
 * A small part of the figures of a bucket, kept and sent as one: what one event changes is then
 * small whatever the size of the whole.
 *
 * @param kind what is counted
 * @param number which part of it, see {@link Cells}
 */
public record Page(Kind kind, int number) {

  /** The kinds of pages. */
  public enum Kind {
    /** People at each stage and sums of their times: one page. */
    COUNTS,
    /** A piece of the distribution of times to one stage. */
    TIMES,
    /** People at each depth by the minute of their deadline: an hour of it. */
    DEADLINES,
    /** People at each stage by periods of entry: the periods of one bucket. */
    SERIES,
    /** As {@link #DEADLINES}, of people who are in time at a stated moment, whatever the minute. */
    WAITING
  }

  public static final Page COUNTS = new Page(Kind.COUNTS, 0);
  public static final Page SERIES = new Page(Kind.SERIES, 0);
}
