package io.voronka.model.explore;

import io.voronka.model.event.PropertyValue;
import org.jspecify.annotations.Nullable;

/**
 * Something that some of the people at a stage have or did, and others not.
 *
 * @param source where it was found
 * @param name of the property, as conditions name it, or of the event
 * @param value of the property; null of an event
 */
public record Factor(Source source, String name, @Nullable PropertyValue value) {

  /** Where factors are found. */
  public enum Source {
    /** A property of the event with which the person entered. */
    ENTRY,
    /** A property of the event with which the person reached the stage. */
    STAGE,
    /** Another event before that, at most a conversion window earlier. */
    EVENT
  }
}
