package io.voronka.model.evaluation;

/**
 * How far a person got in a range.
 *
 * @param speaking the chain that speaks for the person: the deepest; among those the one finished
 *     first; then the one that started last
 * @param deadlineMillis the last moment at which some chain of that depth could still advance, end
 *     included
 */
public record Outcome(Attempt speaking, long deadlineMillis) {

  public int depth() {
    return speaking.depth();
  }
}
