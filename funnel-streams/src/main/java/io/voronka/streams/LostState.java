package io.voronka.streams;

/**
 * Less is known of a partition than was committed with it: its changelog has lost records. Figures
 * that go on from there would be wrong, so the program stops.
 */
final class LostState extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  LostState(String what) {
    super(what + "; count everything anew, see \"state is lost\" in docs/operations.md");
  }
}
