package io.voronka.model.identity;

import java.util.Comparator;

/** An entry of tests. */
record Note(String id, long timeMillis, String text) implements Entry, Comparable<Note> {

  private static final Comparator<Note> ORDER =
      Comparator.comparingLong(Note::timeMillis).thenComparing(Note::id).thenComparing(Note::text);

  @Override
  public int compareTo(Note other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return timeMillis + " " + text + " (" + id + ")";
  }
}
