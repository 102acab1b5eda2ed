package io.voronka.benchmarks;

import java.lang.management.ManagementFactory;

/** Says where a figure was measured. */
final class Machine {

  private Machine() {}

  /** Processors, system, Java, and how many processes wanted a processor in the last minute. */
  static String description() {
    return "%d processors, %s %s, Java %s, load %.1f"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
