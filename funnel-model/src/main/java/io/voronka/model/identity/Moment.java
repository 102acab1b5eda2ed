package io.voronka.model.identity;

/**
 * When something was said: the order of all statements of a project, whatever order they arrive in.
 *
 * @param timeMillis when it happened, in milliseconds since 1970 UTC
 * @param messageId of the message that says so; parts what has one time
 */
public record Moment(long timeMillis, String messageId) implements Comparable<Moment> {

  /** Before everything. */
  public static final Moment SINCE_EVER = new Moment(Long.MIN_VALUE, "");

  @Override
  public int compareTo(Moment other) {
    int byTime = Long.compare(timeMillis, other.timeMillis);
    return byTime != 0 ? byTime : messageId.compareTo(other.messageId);
  }

  public boolean isBefore(Moment other) {
    return compareTo(other) < 0;
  }
}
