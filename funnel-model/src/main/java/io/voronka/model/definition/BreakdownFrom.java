package io.voronka.model.definition;

/**
 * Where the values of a breakdown are taken from.
 *
 * @param source which event or person
 * @param stage number of the stage, from 1, of {@link Source#STAGE}; otherwise 0
 */
public record BreakdownFrom(Source source, int stage) {

  /** The kinds of places that hold values. */
  public enum Source {
    /** The first event of the chain that speaks for the person. */
    ENTRY,
    /** Its last event. */
    LAST,
    /** Its event at a stage. */
    STAGE,
    /** The person's first event in the range that matches a stage and has a value. */
    FIRST,
    /** The person's traits. */
    PERSON
  }

  public static final BreakdownFrom ENTRY = new BreakdownFrom(Source.ENTRY, 0);
  public static final BreakdownFrom LAST = new BreakdownFrom(Source.LAST, 0);
  public static final BreakdownFrom FIRST = new BreakdownFrom(Source.FIRST, 0);
  public static final BreakdownFrom PERSON = new BreakdownFrom(Source.PERSON, 0);

  /** The event at the stage of that number, from 1. */
  public static BreakdownFrom stage(int number) {
    return new BreakdownFrom(Source.STAGE, number);
  }
}
