package io.voronka.allinone.load;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Makes the kind of progress that fits where it is shown. */
@FunctionalInterface
public interface ProgressDisplay {

  /**
   * Starts to show a load.
   *
   * @param name of what is loaded
   * @param unit what positions count; empty for events
   * @param unitSize positions that make one unit
   * @param total the last position
   */
  LoadProgress show(String name, String unit, long unitSize, long total);

  /** Bars on a terminal, lines elsewhere. */
  static ProgressDisplay on(PrintStream stream, boolean isTerminal, InstantSource clock) {
    var writer = new PrintWriter(stream, true, StandardCharsets.UTF_8);
    return (name, unit, unitSize, total) ->
        isTerminal
            ? new BarProgress(stream, name, unit, unitSize, total, clock)
            : new PlainProgress(writer, name, total, clock);
  }
}
