package io.voronka.model.detection;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That people of a stage stopped advancing, or coming. Times are in minutes since a Monday 00:00.
 *
 * @param id the same from firing to its end, and after every restart
 * @param segment whom it is about; null: everybody
 * @param onset the first minute of the window that fired
 * @param detectedAt the end of that window
 * @param updatedAt the end of the minute that this tells of
 * @param resolvedAt when it was over; null: it fires
 * @param window what shows it best, as of {@code updatedAt}; once it is over, what showed it first
 * @param expectedRate the share of those who come that is expected to advance; of traffic, people
 *     expected an hour
 * @param lost how many fewer than expected since the onset
 * @param causes the values that explain it, the best first; empty unless the scope is {@code
 *     SEGMENT}
 */
public record Alert(
    String id,
    Kind kind,
    State state,
    @Nullable BreakdownValue segment,
    long onset,
    long detectedAt,
    long updatedAt,
    @Nullable Long resolvedAt,
    Window window,
    Drop drop,
    double expectedRate,
    Lost lost,
    Score score,
    Scope scope,
    List<Cause> causes,
    Learned baseline) {

  /** The same, over since a minute. */
  public Alert over(long minute) {
    return new Alert(
        id,
        kind,
        State.RESOLVED,
        segment,
        onset,
        detectedAt,
        minute,
        minute,
        window,
        drop,
        expectedRate,
        lost,
        score,
        scope,
        causes,
        baseline);
  }

  /** What it is that stopped. */
  public enum Kind {
    STAGE_DROP,
    SEGMENT_DROP,
    TRAFFIC_STOP,
    TRAFFIC_DROP;

    /** The name in documents: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about people who come, not about those who advance. */
    public boolean isTraffic() {
      return this == TRAFFIC_STOP || this == TRAFFIC_DROP;
    }
  }

  /** How it stands. */
  public enum State {
    FIRING,
    /** It fires, but nobody is to be told. */
    SUPPRESSED,
    RESOLVED,
    /** It lasted so long, or somebody said so, that it is what is expected now. */
    REBASELINED;

    /** The name in documents: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whom it concerns. */
  public enum Scope {
    /** One value, or a few, explain it. */
    SEGMENT,
    BROAD,
    /** Too few people to tell yet. */
    UNKNOWN;

    /** The name in documents: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A window.
   *
   * @param reached people who reached the stage in it
   * @param expected advances, or of traffic people, that were expected in it
   * @param observed how many there were
   */
  public record Window(View view, int minutes, double reached, double expected, double observed) {}

  /** A drop as a share, with its 95 % interval. */
  public record Drop(double estimate, double low, double high) {}

  /** What did not happen that was expected; never negative. */
  public record Lost(double soFar, double perHour) {}

  /**
   * How sure it is.
   *
   * @param nats of the window that fired, or the largest since
   * @param level at which it fired
   * @param falseAlarmsPerYear how often noise would do the same
   */
  public record Score(double nats, double level, double falseAlarmsPerYear) {}

  /**
   * A value that explains a drop.
   *
   * @param drop among those who have it
   * @param share of what is lost that it explains, 0 to 1
   * @param dropInTheRest among all others; negative: more of them advance than expected
   * @param score in nats
   */
  public record Cause(
      BreakdownValue value, double drop, double share, double dropInTheRest, double score) {}

  /**
   * What was expected, and from what.
   *
   * @param weeks of history
   * @param level how far the rate was from what was learned before the onset, as a logarithm
   * @param dispersion standard deviation of the rate of such a window, as a share
   */
  public record Learned(double weeks, double level, double dispersion) {}
}
