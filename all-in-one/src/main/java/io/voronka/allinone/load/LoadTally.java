package io.voronka.allinone.load;

import java.util.Map;
import java.util.TreeMap;

/** What a load came to so far. Thread-safe. */
public final class LoadTally {

  /** Different reasons that are told apart; any more count as {@link #OTHER}. */
  static final int MAX_REASONS = 20;

  static final String OTHER = "other reasons";

  private final Map<String, Long> rejectedByReason = new TreeMap<>();
  private long accepted;
  private long rejected;

  /** Counts calls that were taken. */
  public synchronized void accept(long calls) {
    accepted += calls;
  }

  /** Counts one call that was not taken. */
  public synchronized void reject(String reason) {
    rejected++;
    boolean hasRoom = rejectedByReason.size() < MAX_REASONS || rejectedByReason.containsKey(reason);
    rejectedByReason.merge(hasRoom ? reason : OTHER, 1L, Long::sum);
  }

  public synchronized long accepted() {
    return accepted;
  }

  public synchronized long rejected() {
    return rejected;
  }

  /** The calls that were not taken, by reason, in the order of the alphabet. */
  public synchronized Map<String, Long> rejectedByReason() {
    return Map.copyOf(rejectedByReason);
  }
}
