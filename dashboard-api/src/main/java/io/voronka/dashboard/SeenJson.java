package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.explore.SeenEvents;
import io.voronka.model.explore.SeenProperties;
import io.voronka.model.explore.SeenProperty;
import io.voronka.wire.PropertyJson;
import java.util.Locale;

/** The JSON form of what was seen. */
final class SeenJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SeenJson() {}

  static ObjectNode names(SeenEvents seen) {
    var json = NODES.objectNode();
    var names = json.putArray("names");
    for (var one : seen.list()) {
      names
          .addObject()
          .put("name", one.name())
          .put("count", one.count())
          .put("lastSeen", text(one.lastMillis()));
    }
    return json.put("more", seen.isCut());
  }

  static ObjectNode properties(String event, SeenProperties seen, int samples) {
    var json = NODES.objectNode().put("event", event);
    var properties = json.putArray("properties");
    seen.list(samples).forEach(property -> properties.add(property(property)));
    return json.put("more", seen.isCut());
  }

  private static ObjectNode property(SeenProperty property) {
    var json = NODES.objectNode().put("name", property.name()).put("count", property.count());
    var types = json.putArray("types");
    property.types().stream()
        .sorted()
        .forEach(type -> types.add(type.name().toLowerCase(Locale.ROOT)));
    var values = json.putArray("values");
    for (var value : property.values()) {
      var one = values.addObject();
      one.set("value", PropertyJson.write(value.value()));
      one.put("count", value.count());
    }
    return json.put("moreValues", property.hasMoreValues());
  }
}
