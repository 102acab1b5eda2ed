package io.voronka.streams;

import io.voronka.kit.LogKeys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stage that the program fails at from stopping all others: what it had learned is thrown
 * away, and it begins anew. One that fails again and again is not watched until the program is
 * started again. Thread-safe.
 */
final class FailedStages {

  private static final Logger LOG = LoggerFactory.getLogger(FailedStages.class);

  /** How often a stage begins anew. */
  static final int MOST = 3;

  private final Map<WatchedStage, Integer> failures = new HashMap<>();
  private final Set<WatchedStage> failed = new HashSet<>();

  /** The program failed at a stage for no reason that was foreseen. */
  synchronized void note(WatchedStage stage, RuntimeException unforeseen) {
    failed.add(stage);
    failures.merge(stage, 1, Integer::sum);
    LOG.atError()
        .setCause(unforeseen)
        .addKeyValue(LogKeys.PROJECT, stage.project())
        .addKeyValue(LogKeys.FUNNEL, stage.funnel())
        .addKeyValue(LogKeys.STAGE, stage.stage())
        .log("watching a stage failed and begins anew with nothing learned");
  }

  /** Whether the program failed at a stage since it was asked last. */
  synchronized boolean takeFailure(WatchedStage stage) {
    return failed.remove(stage);
  }

  /** Whether a stage is not to be watched any more. */
  synchronized boolean isGivenUp(WatchedStage stage) {
    return failures.getOrDefault(stage, 0) > MOST;
  }
}
