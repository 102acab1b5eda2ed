package io.voronka.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@link Topics#FUNNELS}. A deleted funnel leaves its version behind, so that a funnel
 * made under the same id later has figures of its own.
 *
 * @param key project, id and version
 * @param funnel null if it was deleted
 */
public record FunnelRecord(FunnelVersion key, @Nullable Funnel funnel) {

  public static FunnelRecord saved(Funnel funnel) {
    return new FunnelRecord(funnel.key(), funnel);
  }

  public static FunnelRecord deleted(FunnelVersion key) {
    return new FunnelRecord(key, null);
  }

  public byte[] encodeKey() {
    return (key.project() + '\0' + key.funnel()).getBytes(StandardCharsets.UTF_8);
  }

  public byte[] encodeValue() {
    var json = JsonNodeFactory.instance.objectNode().put("version", key.version());
    if (funnel == null) {
      json.put("deleted", true);
    } else {
      json.set("definition", DefinitionJson.write(funnel.definition()));
      json.set("calendar", CalendarJson.write(funnel.calendar()));
    }
    return Json.bytes(json);
  }

  /**
   * Reads a record.
   *
   * @throws MalformedRecord if it is none, or none that this version understands
   */
  public static FunnelRecord decode(byte[] keyBytes, byte[] value) {
    var names = new String(keyBytes, StandardCharsets.UTF_8).split("\0", 2);
    if (names.length != 2) {
      throw new MalformedRecord("not the key of a funnel");
    }
    var json = Json.read(value);
    var key = new FunnelVersion(names[0], names[1], json.path("version").asInt());
    if (json.path("deleted").asBoolean()) {
      return deleted(key);
    }
    return saved(
        new Funnel(
            key,
            DefinitionJson.read(json.path("definition")),
            CalendarJson.read(json.path("calendar"))));
  }
}
