package io.voronka.model.evaluation;

/**
 * Counts the elementary steps of an evaluation, so that a test can hold its cost against the bound
 * that is claimed for it, whatever the machine. Not thread-safe.
 */
final class Steps {

  private long taken;

  void count(long more) {
    taken += more;
  }

  long taken() {
    return taken;
  }
}
