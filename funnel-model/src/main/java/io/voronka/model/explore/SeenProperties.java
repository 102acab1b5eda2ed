package io.voronka.model.explore;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.explore.SeenProperty.SeenValue;
import io.voronka.model.explore.SeenProperty.ValueType;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The properties that events of one name were seen with. Mutable, not thread-safe. */
public final class SeenProperties {

  /** Properties that are kept; of more, the first by alphabet. */
  public static final int MAX_PROPERTIES = 200;

  /** Values of one property that are counted; of more, the first in order. */
  public static final int MAX_VALUES = 200;

  private static final class Count {
    long count;
    final Set<ValueType> types = EnumSet.noneOf(ValueType.class);
    final Smallest<PropertyValue, long[]> values = new Smallest<>(MAX_VALUES, Leaves.ORDER);
  }

  private final String event;
  private final Function<Event, Fields> propertiesOf;
  private final Smallest<String, Count> properties =
      new Smallest<>(MAX_PROPERTIES, Comparator.naturalOrder());

  /**
   * Begins with none.
   *
   * @param event whose properties to look for
   * @param propertiesOf reads all properties of an event
   */
  public SeenProperties(String event, Function<Event, Fields> propertiesOf) {
    this.event = event;
    this.propertiesOf = propertiesOf;
  }

  /** Adds a person's events of that name. */
  public void add(Timeline timeline) {
    for (var one : timeline.events()) {
      if (one.name().equals(event)) {
        Leaves.visit(propertiesOf.apply(one), this::add);
      }
    }
  }

  private void add(String name, PropertyValue value) {
    var count = properties.at(name, Count::new);
    if (count != null) {
      count.count++;
      count.types.add(ValueType.of(value));
      if (Leaves.isPlain(value)) {
        add(count, value, 1);
      } else {
        count.values.cut();
      }
    }
  }

  private static void add(Count property, PropertyValue value, long times) {
    var count = property.values.at(value, () -> new long[1]);
    if (count != null) {
      count[0] += times;
    }
  }

  /** Adds what another part of the people gave: all that was counted there. */
  public void add(SeenProperty seen) {
    var count = properties.at(seen.name(), Count::new);
    if (count != null) {
      count.count += seen.count();
      count.types.addAll(seen.types());
      seen.values().forEach(one -> add(count, one.value(), one.count()));
      if (seen.hasMoreValues()) {
        count.values.cut();
      }
    }
  }

  /** Tells that a part that was added had more properties than are kept. */
  public void cut() {
    properties.cut();
  }

  /** Whether there are more properties than are kept. */
  public boolean isCut() {
    return properties.isCut();
  }

  /** Returns the properties by name with all values that were counted. */
  public List<SeenProperty> list() {
    return list(MAX_VALUES);
  }

  /**
   * Returns the properties by name.
   *
   * @param mostValues how many values of each
   */
  public List<SeenProperty> list(int mostValues) {
    var list = new ArrayList<SeenProperty>();
    properties.forEach(
        (name, count) -> {
          var values = new ArrayList<SeenValue>();
          count.values.forEach((value, times) -> values.add(new SeenValue(value, times[0])));
          values.sort(Comparator.comparingLong(one -> -one.count()));
          boolean hasMore = count.values.isCut() || values.size() > mostValues;
          list.add(
              new SeenProperty(
                  name,
                  count.count,
                  count.types,
                  values.subList(0, Math.min(mostValues, values.size())),
                  hasMore));
        });
    return list;
  }
}
