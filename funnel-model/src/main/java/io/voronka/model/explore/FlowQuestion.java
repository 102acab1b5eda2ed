package io.voronka.model.explore;

import org.jspecify.annotations.Nullable;

/**
 * Which flows are asked for: from an event on, back from an event, or from one to another.
 *
 * @param fromMillis first moment whose events are looked at, included
 * @param toMillis last such moment, excluded
 * @param start event with which flows begin; null with an end: they go back from that; null without
 *     one: whatever somebody did first
 * @param end event with which flows end; null: they go on from the start
 * @param depth steps from the first event, 1 to {@value #MAX_DEPTH}
 * @param repeats whether an event that follows one of the same name is a step of its own
 */
public record FlowQuestion(
    long fromMillis,
    long toMillis,
    @Nullable String start,
    @Nullable String end,
    int depth,
    boolean repeats) {

  public static final int MAX_DEPTH = 10;
  public static final int DEFAULT_DEPTH = 5;

  /** Whether steps are counted from the last event back. */
  public boolean goesBack() {
    return end != null && start == null;
  }
}
