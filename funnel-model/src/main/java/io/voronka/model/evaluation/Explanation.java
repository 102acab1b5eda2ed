package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt got as far as it did.
 *
 * @param entry the event with which it begins
 * @param chain which event filled which stage; null of a void attempt
 * @param state what has become of it
 * @param openUntilMillis the last moment at which it can still advance, end included; null unless
 *     it is open
 * @param obstacles what kept it from getting further: each rule without which it would have; empty
 *     if it is complete or nothing that happened later fits
 */
public record Explanation(
    Event entry,
    @Nullable Chain chain,
    State state,
    @Nullable Long openUntilMillis,
    List<Obstacle> obstacles) {

  public Explanation {
    obstacles = List.copyOf(obstacles);
  }

  /** What has become of an attempt. */
  public enum State {
    /** It reached the last stage. */
    COMPLETE,
    /** It can still advance. */
    OPEN,
    /** It can't any more. */
    LOST,
    /** Every chain that begins with this event is void: it doesn't count at all. */
    VOID
  }

  /**
   * A rule that stopped an attempt, and where.
   *
   * @param rule which rule
   * @param event the event that was too late, that is excluded, that interrupts or that differs
   * @param lateMillis by how much it was too late; 0 where the rule is not about time
   */
  public record Obstacle(Rule rule, Event event, long lateMillis) {}

  /** The rules that can stop an attempt. */
  public enum Rule {
    /** The event came after the conversion window, or in another session. */
    WINDOW,
    /** It came later after the stage before than its own stage allows. */
    WITHIN,
    /** It is excluded there. */
    EXCLUSION,
    /** It lies between the stages of a strict funnel. */
    STRICT,
    /** It has no or another value of a held property. */
    HOLD,
    /** It happened at the same moment as the stage before. */
    TIES
  }
}
