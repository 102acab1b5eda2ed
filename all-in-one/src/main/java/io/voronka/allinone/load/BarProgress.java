package io.voronka.allinone.load;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that grows, for a terminal; it stays when the load is over. */
public final class BarProgress implements LoadProgress {

  private static final int UPDATE_MILLIS = 200;

  private final ProgressBar bar;
  private final InstantSource clock;
  private final Instant start;
  private final boolean countsEvents; // the bar itself shows how many

  /**
   * Draws the empty bar.
   *
   * @param name of what is loaded
   * @param unit what positions count; empty for events
   * @param unitSize positions that make one unit
   * @param total the last position
   */
  public BarProgress(
      PrintStream terminal,
      String name,
      String unit,
      long unitSize,
      long total,
      InstantSource clock) {
    this.clock = clock;
    start = clock.instant();
    countsEvents = unit.isEmpty();
    bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setUnit(unit, unitSize)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(terminal))
            .build();
  }

  @Override
  public synchronized void moved(long position, LoadTally tally) {
    bar.stepTo(Math.max(position, bar.getCurrent()));
    long events = tally.accepted() + tally.rejected();
    var elapsed = Duration.between(start, clock.instant());
    bar.setExtraMessage(
        countsEvents
            ? ProgressText.rate(events, tally.rejected(), elapsed)
            : ProgressText.counts(events, tally.rejected(), elapsed));
  }

  @Override
  public synchronized void trouble(String reason) {
    bar.setExtraMessage("waiting, ingest " + reason);
  }

  @Override
  public void close() {
    bar.close();
  }
}
