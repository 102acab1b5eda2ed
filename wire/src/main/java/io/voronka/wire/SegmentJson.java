package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.count.Segment;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The JSON form of a group of a breakdown: the list of its values, null where one is absent. */
public final class SegmentJson {

  private SegmentJson() {}

  public static ArrayNode write(Segment segment) {
    var array = JsonNodeFactory.instance.arrayNode();
    segment.values().forEach(value -> array.add(PropertyJson.write(value)));
    return array;
  }

  public static Segment read(JsonNode array) {
    var values = new ArrayList<@Nullable PropertyValue>();
    array.forEach(value -> values.add(PropertyJson.read(value)));
    return new Segment(values);
  }
}
