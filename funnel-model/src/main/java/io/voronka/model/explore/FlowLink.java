package io.voronka.model.explore;

/**
 * How many people went from one step to the next. In flows that go back, the next step is what came
 * before.
 *
 * @param step number of the step that they left, from 0
 * @param from what they did there
 * @param to what they did next
 * @param persons how many
 */
public record FlowLink(int step, Place from, Place to, long persons) {

  /**
   * What people did at a step.
   *
   * @param kind an event, one of several that are not told apart, or nothing more
   * @param event its name; empty if it is none
   */
  public record Place(Kind kind, String event) {

    /** The kinds of places. */
    public enum Kind {
      EVENT,
      OTHER,
      END
    }

    public static final Place OTHER = new Place(Kind.OTHER, "");

    /** Nothing more in the range, or the event to which flows lead was reached. */
    public static final Place END = new Place(Kind.END, "");

    public static Place of(String event) {
      return new Place(Kind.EVENT, event);
    }
  }
}
