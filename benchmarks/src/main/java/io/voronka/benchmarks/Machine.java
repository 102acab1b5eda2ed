package io.voronka.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says where a figure was measured, and what a process takes there. */
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

  /** The bytes of memory that a process holds, as Linux tells it; 0 elsewhere. */
  static long residentBytes(Process process) throws IOException {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (var line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return 0;
  }
}
