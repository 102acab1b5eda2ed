package io.voronka.model.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.SessionProperty;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one property of an event.
 *
 * <p>{@code ne}, {@code notIn} and {@code notExists} hold where the property is absent, the others
 * don't. Numbers are compared as numbers, text as text; text on both sides that is an ISO 8601 time
 * is compared as time by the ordered operators. {@code contains} ignores case; on a list it asks
 * whether an element is equal. {@code matches} finds the pattern anywhere (RE2 syntax, linear
 * time).
 */
public final class Condition {

  private final String property;
  private final Operator operator;
  private final @Nullable PropertyValue value;
  private final PropertyPath path;
  private final Predicate<@Nullable PropertyValue> test;

  private Condition(
      String property,
      Operator operator,
      @Nullable PropertyValue value,
      Predicate<@Nullable PropertyValue> test) {
    this.property = property;
    this.operator = operator;
    this.value = value;
    this.path = PropertyPath.of(property);
    this.test = test;
  }

  /**
   * Makes a condition.
   *
   * @param value what to compare with; null for {@code exists} and {@code notExists}
   * @throws IllegalArgumentException if there is no such property of a session, or the operator
   *     can't take the value, saying what there is or what it takes
   */
  public static Condition of(String property, Operator operator, @Nullable PropertyValue value) {
    if (property.isBlank()) {
      throw new IllegalArgumentException("property must not be blank");
    }
    var fault = SessionProperty.faultOf(property);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    return new Condition(property, operator, value, testOf(operator, value));
  }

  public boolean holds(Properties properties) {
    return test.test(path.in(properties));
  }

  public String property() {
    return property;
  }

  public Operator operator() {
    return operator;
  }

  public @Nullable PropertyValue value() {
    return value;
  }

  private static Predicate<@Nullable PropertyValue> testOf(
      Operator operator, @Nullable PropertyValue value) {
    if (operator.standsAlone()) {
      if (value != null) {
        throw new IllegalArgumentException(operator.text() + " takes no value");
      }
      return actual -> (actual != null) == (operator == Operator.EXISTS);
    }
    if (value == null) {
      throw new IllegalArgumentException(operator.text() + " needs a value");
    }
    if (operator.takesList()) {
      if (!(value instanceof Items items)) {
        throw new IllegalArgumentException(operator.text() + " needs a list as value");
      }
      return membership(operator, items.values());
    }
    if (operator.takesText()) {
      if (!(value instanceof Text text)) {
        throw new IllegalArgumentException(operator.text() + " needs text as value");
      }
      return textTest(operator, text.value());
    }
    if (operator.takesOrdered()) {
      return ordering(operator, value);
    }
    boolean wanted = operator == Operator.EQ;
    return actual -> (actual != null && PropertyComparison.equal(actual, value)) == wanted;
  }

  private static Predicate<@Nullable PropertyValue> membership(
      Operator operator, List<PropertyValue> values) {
    boolean wanted = operator == Operator.IN;
    return actual ->
        (actual != null && values.stream().anyMatch(one -> PropertyComparison.equal(actual, one)))
            == wanted;
  }

  private static Predicate<@Nullable PropertyValue> textTest(Operator operator, String value) {
    return switch (operator) {
      case STARTS_WITH -> actual -> actual instanceof Text text && text.value().startsWith(value);
      case ENDS_WITH -> actual -> actual instanceof Text text && text.value().endsWith(value);
      case MATCHES -> {
        var pattern = compile(value);
        yield actual -> actual instanceof Text text && pattern.matcher(text.value()).find();
      }
      default -> containing(value);
    };
  }

  private static Predicate<@Nullable PropertyValue> containing(String value) {
    var lower = value.toLowerCase(Locale.ROOT);
    return actual ->
        actual instanceof Text text
            ? text.value().toLowerCase(Locale.ROOT).contains(lower)
            : actual instanceof Items items
                && items.values().stream()
                    .anyMatch(
                        item ->
                            item instanceof Text text
                                && text.value().toLowerCase(Locale.ROOT).equals(lower));
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(
          "matches needs a valid pattern: " + malformed.getDescription(), malformed);
    }
  }

  private static Predicate<@Nullable PropertyValue> ordering(
      Operator operator, PropertyValue value) {
    if (!PropertyComparison.hasOrder(value)) {
      throw new IllegalArgumentException(operator.text() + " needs a number or text as value");
    }
    return actual -> {
      var order = actual == null ? null : PropertyComparison.order(actual, value);
      if (order == null) {
        return false;
      }
      return switch (operator) {
        case GT -> order > 0;
        case GTE -> order >= 0;
        case LT -> order < 0;
        default -> order <= 0;
      };
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that
        && property.equals(that.property)
        && operator == that.operator
        && java.util.Objects.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(property, operator, value);
  }

  @Override
  public String toString() {
    return property + " " + operator.text() + (value == null ? "" : " " + value);
  }
}
