package io.voronka.model.explore;

import io.voronka.model.event.PropertyValue;
import java.util.List;
import java.util.Set;

/**
 * A property that events of one name were seen with.
 *
 * @param name its path, as conditions name it
 * @param count how many of the events have it
 * @param types what its values are
 * @param values its most frequent values, the most frequent first; lists, objects and long texts
 *     are not among them
 * @param hasMoreValues whether there are other values than those
 */
public record SeenProperty(
    String name, long count, Set<ValueType> types, List<SeenValue> values, boolean hasMoreValues) {

  public SeenProperty {
    types = Set.copyOf(types);
    values = List.copyOf(values);
  }

  /** The types of values. */
  public enum ValueType {
    TEXT,
    NUMBER,
    BOOLEAN,
    LIST,
    OBJECT;

    static ValueType of(PropertyValue value) {
      return value instanceof PropertyValue.Text
          ? TEXT
          : value instanceof PropertyValue.Flag
              ? BOOLEAN
              : value instanceof PropertyValue.Items
                  ? LIST
                  : value instanceof PropertyValue.Fields ? OBJECT : NUMBER;
    }
  }

  /** A value and how many events have it. */
  public record SeenValue(PropertyValue value, long count) {}
}
