package io.voronka.model.definition;

import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Compares property values: numbers as numbers, times as times, text as text. */
final class PropertyComparison {

  private PropertyComparison() {}

  static boolean equal(PropertyValue left, PropertyValue right) {
    return isNumber(left) && isNumber(right)
        ? compareNumbers(left, right) == 0
        : left.equals(right);
  }

  static boolean hasOrder(PropertyValue value) {
    return isNumber(value) || value instanceof Text;
  }

  /** Returns the sign of left − right, or null where the two have no common order. */
  static @Nullable Integer order(PropertyValue left, PropertyValue right) {
    if (isNumber(left) && isNumber(right)) {
      return compareNumbers(left, right);
    }
    if (left instanceof Text a && right instanceof Text b) {
      var timeA = time(a.value());
      var timeB = timeA == null ? null : time(b.value());
      return timeA != null && timeB != null
          ? timeA.compareTo(timeB)
          : a.value().compareTo(b.value());
    }
    return null;
  }

  private static boolean isNumber(PropertyValue value) {
    return value instanceof Whole || value instanceof Real;
  }

  private static int compareNumbers(PropertyValue left, PropertyValue right) {
    if (left instanceof Whole a && right instanceof Whole b) {
      return Long.compare(a.value(), b.value());
    }
    // Exact also where a long has more digits than a double.
    return decimal(left).compareTo(decimal(right));
  }

  private static BigDecimal decimal(PropertyValue number) {
    return number instanceof Whole whole
        ? BigDecimal.valueOf(whole.value())
        : new BigDecimal(((Real) number).value());
  }

  private static @Nullable Instant time(String text) {
    if (text.length() < 10 || text.charAt(4) != '-') {
      return null; // spares ordinary text the cost of a failed parse
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException notATime) {
      return null;
    }
  }
}
