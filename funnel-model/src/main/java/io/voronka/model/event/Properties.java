package io.voronka.model.event;

import org.jspecify.annotations.Nullable;

/** Named values of an event; an implementation may read them lazily from a packed form. */
public interface Properties {

  /** Returns the value under exactly this name, or null if there is none. */
  @Nullable PropertyValue get(String name);

  /** Returns the same, quick to ask for many: what is packed is read once. */
  default Properties unpacked() {
    return this;
  }

  /**
   * Returns whether there may be a field of this name, at any depth; false is certain.
   *
   * @param ascii of ASCII only
   */
  default boolean mayName(String ascii) {
    return true;
  }
}
