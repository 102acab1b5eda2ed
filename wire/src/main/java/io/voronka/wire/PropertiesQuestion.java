package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.explore.SeenProperties;
import io.voronka.model.explore.SeenProperty;
import io.voronka.model.explore.SeenProperty.SeenValue;
import io.voronka.model.explore.SeenProperty.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks with which properties events of a name were seen.
 *
 * @param project whose events
 * @param event their name
 * @param partitions to look into
 */
public record PropertiesQuestion(String project, String event, List<Integer> partitions)
    implements PartitionQuestion<PropertiesQuestion> {

  public static final String PATH = "/internal/properties";

  @Override
  public PropertiesQuestion to(List<Integer> others) {
    return new PropertiesQuestion(project, event, others);
  }

  @Override
  public String path() {
    return PATH;
  }

  /** The properties with all values that were counted; whether there were more than are kept. */
  public record Answer(List<Property> properties, boolean cut) {

    public static Answer of(SeenProperties seen) {
      return new Answer(seen.list().stream().map(Property::of).toList(), seen.isCut());
    }

    /** Adds them to what others gave. */
    public void addTo(SeenProperties sum) {
      properties.forEach(property -> sum.add(property.seen()));
      if (cut) {
        sum.cut();
      }
    }
  }

  /** A property, as {@link SeenProperty} describes it. */
  public record Property(
      String name, long count, Set<ValueType> types, List<Counted> values, boolean more) {

    static Property of(SeenProperty seen) {
      return new Property(
          seen.name(),
          seen.count(),
          seen.types(),
          seen.values().stream()
              .map(one -> new Counted(PropertyJson.write(one.value()), one.count()))
              .toList(),
          seen.hasMoreValues());
    }

    SeenProperty seen() {
      return new SeenProperty(
          name, count, types, values.stream().map(Counted::seen).toList(), more);
    }
  }

  /** A value and how many events have it. */
  public record Counted(JsonNode value, long count) {

    SeenValue seen() {
      return new SeenValue(Objects.requireNonNull(PropertyJson.read(value)), count);
    }
  }
}
