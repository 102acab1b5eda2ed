package io.voronka.dashboard;

import io.voronka.kit.SettingsReader;

/**
 * How callers are let in.
 *
 * @param requestsPerSecond {@code VORONKA_API_REQUESTS_PER_SECOND}: how many one caller may make on
 *     average, twice as many at once; default 500
 */
public record DoorSettings(int requestsPerSecond) {

  private static final int REQUESTS = 500;
  private static final int MOST_REQUESTS = 1_000_000;

  /** Reads the settings; faults stay with the reader. */
  static DoorSettings read(SettingsReader reader) {
    return new DoorSettings(
        reader.number("VORONKA_API_REQUESTS_PER_SECOND", REQUESTS, 1, MOST_REQUESTS));
  }
}
