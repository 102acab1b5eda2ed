package io.voronka.model.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies: a name, or names and list indexes joined by dots ({@code products.0.sku}).
 *
 * <p>A property whose own name contains the dots wins over a nested one, so that {@code "a.b"}
 * finds what was sent as {@code "a.b"}.
 *
 * <p>Paths that begin with {@code session.} or {@code person.} ask for the event's session and for
 * the person's traits, never for properties of the event that happen to be named so: what a
 * definition means must not depend on what some sender sends.
 */
public final class PropertyPath {

  /** Whose property a path names. */
  public enum Scope {
    EVENT(""),
    SESSION("session."),
    PERSON("person.");

    private final String prefix;

    Scope(String prefix) {
      this.prefix = prefix;
    }

    public static Scope of(String path) {
      return path.startsWith(SESSION.prefix)
          ? SESSION
          : path.startsWith(PERSON.prefix) ? PERSON : EVENT;
    }

    /** The name of what is asked for, without what names the scope. */
    public String nameIn(String path) {
      return path.substring(prefix.length());
    }

    String path(String name) {
      return prefix + name;
    }
  }

  private final String text;
  private final Scope scope;
  private final List<String> steps;

  private PropertyPath(String text) {
    this.text = text;
    this.scope = Scope.of(text);
    this.steps = List.of(text.split("\\.", -1));
  }

  public static PropertyPath of(String text) {
    return new PropertyPath(text);
  }

  /** Returns the path of a trait, named with or without {@code person.}. */
  public static PropertyPath ofTrait(String name) {
    return of(Scope.of(name) == Scope.PERSON ? name : Scope.PERSON.path(name));
  }

  /** Returns the value at this path, or null if nothing is there. */
  public @Nullable PropertyValue in(Properties properties) {
    var literal = properties.get(text);
    if (literal != null || steps.size() == 1 || scope != Scope.EVENT) {
      return literal;
    }
    var value = properties.get(steps.get(0));
    for (int i = 1; i < steps.size() && value != null; i++) {
      value = step(value, steps.get(i));
    }
    return value;
  }

  /** Returns whether there may be a value at this path, of ASCII; false is certain, and quick. */
  public boolean mayBeIn(Properties properties) {
    int last = steps.size() - 1;
    return properties.mayName(text) || last > 0 && properties.mayName(steps.get(last));
  }

  private static @Nullable PropertyValue step(PropertyValue from, String step) {
    if (from instanceof PropertyValue.Fields fields) {
      return fields.get(step);
    }
    if (from instanceof PropertyValue.Items items && isIndex(step)) {
      int index = Integer.parseInt(step);
      return index < items.values().size() ? items.values().get(index) : null;
    }
    return null;
  }

  /** At most six digits: no list in an event of bounded size is longer. */
  private static boolean isIndex(String step) {
    return !step.isEmpty()
        && step.length() <= 6
        && step.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  public Scope scope() {
    return scope;
  }

  @Override
  public String toString() {
    return text;
  }
}
