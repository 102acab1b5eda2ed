package io.voronka.model.evaluation;

import io.voronka.model.definition.FunnelDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a person got in a range.
 *
 * <p>Its attempt speaks for the person: the deepest; among those the one finished first; then the
 * one that started last, where stages are implied first.
 */
public final class Outcome {

  private final FunnelDefinition definition;
  private final Attempt speaking;
  private final List<Attempt> equallyDeep;
  private @Nullable Chain chain;
  private @Nullable Long deadlineMillis;

  Outcome(FunnelDefinition definition, Attempt speaking, List<Attempt> equallyDeep) {
    this.definition = definition;
    this.speaking = speaking;
    this.equallyDeep = equallyDeep;
  }

  public Attempt speaking() {
    return speaking;
  }

  /** The depth of {@link #speaking}; at least 1. */
  public int depth() {
    return speaking.depth();
  }

  public boolean isComplete() {
    return depth() == definition.stages().size();
  }

  /** The chain of {@link #speaking}; worked out once. */
  public Chain chain() {
    if (chain == null) {
      chain = speaking.chain();
    }
    return chain;
  }

  /**
   * Returns the last moment, end included, at which some chain of that depth could still advance;
   * {@link Long#MIN_VALUE} if none could at any moment. Meaningless of a complete one. Worked out
   * once.
   */
  public long deadlineMillis() {
    if (deadlineMillis == null) {
      deadlineMillis = latestChance();
    }
    return deadlineMillis;
  }

  private long latestChance() {
    long latest = Long.MIN_VALUE;
    for (int i = equallyDeep.size() - 1; i >= 0; i--) {
      var attempt = equallyDeep.get(i);
      if (attempt.openUntilAtMost() > latest) {
        latest = Math.max(latest, attempt.openUntil());
      }
    }
    return latest;
  }
}
