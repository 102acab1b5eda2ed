package io.voronka.allinone.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A line every few seconds and one at the end, for output that no one watches. */
public final class PlainProgress implements LoadProgress {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final String name;
  private final long total;
  private final InstantSource clock;
  private final Instant start;
  private Instant last;
  private String figures = "nothing yet";
  private long position;

  /**
   * Starts.
   *
   * @param name of what is loaded
   * @param total the last position
   */
  public PlainProgress(PrintWriter out, String name, long total, InstantSource clock) {
    this.out = out;
    this.name = name;
    this.total = total;
    this.clock = clock;
    start = clock.instant();
    last = start;
  }

  @Override
  public synchronized void moved(long moved, LoadTally tally) {
    position = Math.max(position, moved);
    long events = tally.accepted() + tally.rejected();
    var elapsed = Duration.between(start, clock.instant());
    figures = ProgressText.line(position, total, events, tally.rejected(), elapsed);
    sayNowAndThen(figures);
  }

  @Override
  public synchronized void trouble(String reason) {
    sayNowAndThen("waiting, ingest " + reason);
  }

  private void sayNowAndThen(String text) {
    var now = clock.instant();
    if (Duration.between(last, now).compareTo(INTERVAL) >= 0) {
      last = now;
      say(text);
    }
  }

  private void say(String text) {
    out.println(name + ": " + text);
    out.flush();
  }

  @Override
  public synchronized void close() {
    say(figures);
  }
}
