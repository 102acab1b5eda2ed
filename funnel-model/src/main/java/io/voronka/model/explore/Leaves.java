package io.voronka.model.explore;

import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import java.util.Comparator;
import java.util.function.BiConsumer;

/** The values in an event's properties with the paths by which conditions name them. */
final class Leaves {

  /** Longer texts are no values to choose or to group by. */
  static final int MAX_TEXT = 100;

  private static final int MAX_PATH = 200;
  private static final int MAX_DEPTH = 4;

  /** Any total order will do: truth values, numbers, texts, the rest. */
  static final Comparator<PropertyValue> ORDER =
      Comparator.comparingInt(Leaves::rank).thenComparing(Leaves::compareOfOneKind);

  private Leaves() {}

  /** Visits each value that is no object with its path; objects deep within others as they are. */
  static void visit(Fields properties, BiConsumer<String, PropertyValue> visitor) {
    visit("", properties, 1, visitor);
  }

  private static void visit(
      String prefix, Fields fields, int depth, BiConsumer<String, PropertyValue> visitor) {
    fields
        .values()
        .forEach(
            (name, value) -> {
              var path = prefix + name;
              if (path.length() > MAX_PATH) {
                return;
              }
              if (value instanceof Fields inner && depth < MAX_DEPTH) {
                visit(path + ".", inner, depth + 1, visitor);
              } else {
                visitor.accept(path, value);
              }
            });
  }

  /** Whether people can be grouped by the value: it is one, and not long. */
  static boolean isPlain(PropertyValue value) {
    return value instanceof Text text
        ? text.value().length() <= MAX_TEXT
        : !(value instanceof Items || value instanceof Fields);
  }

  private static int rank(PropertyValue value) {
    return value instanceof Flag
        ? 0
        : value instanceof Whole ? 1 : value instanceof Real ? 2 : value instanceof Text ? 3 : 4;
  }

  private static int compareOfOneKind(PropertyValue left, PropertyValue right) {
    if (left instanceof Flag a && right instanceof Flag b) {
      return Boolean.compare(a.value(), b.value());
    } else if (left instanceof Whole a && right instanceof Whole b) {
      return Long.compare(a.value(), b.value());
    } else if (left instanceof Real a && right instanceof Real b) {
      return Double.compare(a.value(), b.value());
    } else if (left instanceof Text a && right instanceof Text b) {
      return a.value().compareTo(b.value());
    }
    return left.toString().compareTo(right.toString());
  }
}
