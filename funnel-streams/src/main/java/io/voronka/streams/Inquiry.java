package io.voronka.streams;

import io.voronka.wire.EventReader;
import org.jspecify.annotations.Nullable;

/** Something asked about the people of partitions: looks at one after the other. */
interface Inquiry {

  /** The key of the person with whom to begin; null for the first of a partition. */
  default byte @Nullable [] first() {
    return null;
  }

  /** Which events it looks at; the others may be missing in the timelines that it is shown. */
  default EventReader reader() {
    return EventReader.ALL;
  }

  /** Takes the next person; returns whether more are wanted. */
  boolean take(Person person);

  /** Returns what was found. */
  Object answer();
}
