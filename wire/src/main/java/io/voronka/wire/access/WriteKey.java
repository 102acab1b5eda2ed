package io.voronka.wire.access;

import java.util.List;

/**
 * A key for sending events to a project.
 *
 * @param id unique in the project
 * @param name for people: mostly the source that has it
 * @param secrets the current one first; others are good for as long as they say
 * @param origins of the pages that may send with it, as browsers say them, such as {@code
 *     https://shop.example.com} or {@code https://*.example.com}; empty: all
 * @param eventsPerSecond how many an instance of the ingest service takes on average; 0: any number
 * @param disabled whether nothing is taken any more
 * @param internal whether it was made by a service for itself, and is shown to nobody
 * @param createdMillis since 1970 UTC
 */
public record WriteKey(
    String project,
    String id,
    String name,
    List<Secret> secrets,
    List<String> origins,
    int eventsPerSecond,
    boolean disabled,
    boolean internal,
    long createdMillis) {

  public WriteKey {
    secrets = List.copyOf(secrets);
    origins = List.copyOf(origins);
  }

  /**
   * One of the secrets that are good for a key.
   *
   * @param hash {@link Secrets#hash} of it
   * @param hint the end of it
   * @param untilMillis how long it is good, since 1970 UTC
   */
  public record Secret(String hash, String hint, long untilMillis) {

    /** Good until something else is said. */
    public static final long FOR_GOOD = Long.MAX_VALUE;

    public boolean isGoodAt(long millis) {
      return millis < untilMillis;
    }
  }
}
