package io.voronka.kit;

/**
 * Whether a service can do its work.
 *
 * @param state what it can do now
 * @param reason for a person: what it waits for or what failed; empty when ready
 */
public record Health(State state, String reason) {

  /** The states of a service. */
  public enum State {
    STARTING,
    READY,
    FAILED
  }

  public static final Health READY = new Health(State.READY, "");

  public static Health starting(String waitsFor) {
    return new Health(State.STARTING, waitsFor);
  }

  public static Health failed(String reason) {
    return new Health(State.FAILED, reason);
  }

  public boolean isReady() {
    return state == State.READY;
  }

  /** Returns the worse of the two: failed, then starting. */
  public Health and(Health other) {
    return other.state == State.FAILED || isReady() ? other : this;
  }
}
