package io.voronka.allinone.load;

import java.time.Duration;
import java.util.Locale;

/** The figures of a load in words; pure. */
final class ProgressText {

  private ProgressText() {}

  /** Such as {@code 12,345 events, 20,100/s, 3 rejected}. */
  static String counts(long events, long rejected, Duration elapsed) {
    return String.format(Locale.ROOT, "%,d events, ", events) + rate(events, rejected, elapsed);
  }

  /** Such as {@code 20,100/s, 3 rejected}. */
  static String rate(long events, long rejected, Duration elapsed) {
    double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
    return String.format(
        Locale.ROOT,
        "%,.0f/s%s",
        events / seconds,
        rejected == 0 ? "" : String.format(Locale.ROOT, ", %,d rejected", rejected));
  }

  /** Such as {@code 45 %, 12,345 events, 20,100/s, 12 s left}. */
  static String line(long position, long total, long events, long rejected, Duration elapsed) {
    double done = total == 0 ? 1 : Math.min(1, (double) position / total);
    var left = done == 0 || done == 1 ? "" : ", " + left(elapsed, done) + " left";
    return String.format(Locale.ROOT, "%.0f %%, ", 100 * done)
        + counts(events, rejected, elapsed)
        + left;
  }

  private static String left(Duration elapsed, double done) {
    long seconds = Math.round(elapsed.toMillis() / 1000.0 * (1 - done) / done);
    return seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }
}
