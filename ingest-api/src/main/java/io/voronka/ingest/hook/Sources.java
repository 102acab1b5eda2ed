package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.definition.Violation;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.source.Source;
import io.voronka.wire.source.SourceForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The programs whose webhooks are taken as the settings say, by their ids.
 *
 * @param byId unique
 */
public record Sources(Map<String, Source> byId) {

  public static final Sources NONE = new Sources(Map.of());

  public Sources {
    byId = Map.copyOf(byId);
  }

  /**
   * Reads an object of sources by their ids.
   *
   * @param faults is told each fault; none shows a secret
   */
  public static Sources read(byte[] json, Consumer<String> faults) {
    JsonNode all;
    try {
      all = Json.read(json);
    } catch (MalformedRecord malformed) {
      faults.accept("the file " + malformed.getMessage());
      return NONE;
    }
    if (!all.isObject()) {
      faults.accept("the file must be an object of sources by their ids");
      return NONE;
    }
    var sources = new LinkedHashMap<String, Source>();
    for (var one : all.properties()) {
      var form = new FormReader();
      sources.put(one.getKey(), new SourceForm(one.getKey(), one.getValue(), form).ofFile());
      form.violations().forEach(fault -> faults.accept(one.getKey() + ": " + text(fault)));
    }
    return new Sources(sources);
  }

  private static String text(Violation fault) {
    return (fault.path() + " " + fault.message()).strip();
  }

  /** Returns the source of an id, if it is of that kind. */
  public @Nullable Source find(String kind, String id) {
    var source = byId.get(id);
    return source == null || !source.kind().equals(kind) ? null : source;
  }
}
