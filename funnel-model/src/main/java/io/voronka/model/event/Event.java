package io.voronka.model.event;

import java.time.Instant;

/**
 * Something a person did, as funnels see it.
 *
 * @param id the message id, unique in its project; the same id again is the same event
 * @param timeMillis when it happened, in milliseconds since 1970 UTC
 * @param name what happened
 * @param properties what else was said of it
 */
public record Event(String id, long timeMillis, String name, Properties properties)
    implements Comparable<Event> {

  /** Orders by time, then by message id: a total order over the events of one project. */
  @Override
  public int compareTo(Event other) {
    int byTime = Long.compare(timeMillis, other.timeMillis);
    return byTime != 0 ? byTime : id.compareTo(other.id);
  }

  /** Events of one project are equal when their time and id are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Event event && timeMillis == event.timeMillis && id.equals(event.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return Instant.ofEpochMilli(timeMillis) + " " + name + " (" + id + ")";
  }
}
