package io.voronka.model.event;

import java.util.List;
import java.util.Map;

/**
 * The value of a property: what JSON can say, without null (a null property is an absent one).
 * Every implementation is a value.
 */
public sealed interface PropertyValue {

  /** A string, as sent. */
  record Text(String value) implements PropertyValue {

    // Written out: figures are looked up by such values a dozen times an event.
    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text text && value.equals(text.value);
    }
  }

  /** A number without a fraction that fits 64 bits. */
  record Whole(long value) implements PropertyValue {}

  /** Any other number; finite. */
  record Real(double value) implements PropertyValue {}

  /** A truth value. */
  record Flag(boolean value) implements PropertyValue {}

  /** A list, in the order sent. */
  record Items(List<PropertyValue> values) implements PropertyValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An object, its fields in the order sent. */
  record Fields(Map<String, PropertyValue> values) implements PropertyValue, Properties {
    @Override
    public @org.jspecify.annotations.Nullable PropertyValue get(String name) {
      return values.get(name);
    }
  }
}
