package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A request as a published client sent it or a vendor documents it, byte for byte.
 *
 * @param name its path below {@code samples}, without ending
 */
public record Sample(String name, JsonNode request, byte[] body) {

  private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");

  /** Returns all there are, in the order of their names. */
  public static List<Sample> all() {
    var root = root("samples");
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> root.relativize(file).toString().replace(".json", ""))
          .sorted()
          .map(Sample::of)
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static Sample of(String name) {
    var root = root("samples");
    try {
      var request = Json.read(Files.readAllBytes(root.resolve(name + ".json")));
      var body = root.resolve(name + ".body");
      return new Sample(name, request, Files.exists(body) ? Files.readAllBytes(body) : new byte[0]);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path root(String folder) {
    try {
      return Path.of(Objects.requireNonNull(Sample.class.getResource("/" + folder)).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String method() {
    return request.path("method").textValue();
  }

  /** With the query. */
  String path() {
    return request.path("path").textValue();
  }

  /** By their names in lower case, without those that depend on the address. */
  Map<String, String> headers() {
    var headers = new HashMap<String, String>();
    for (var header : request.path("headers").properties()) {
      var name = header.getKey().toLowerCase(Locale.ROOT);
      if (!SET_BY_THE_CLIENT.contains(name)) {
        headers.put(name, header.getValue().textValue());
      }
    }
    return headers;
  }

  /** A moment at which its times and signatures hold. */
  Instant receivedAt() {
    return name.startsWith("sdk/")
        ? Door.NOW
        : name.startsWith("crm/pipedrive")
            ? Instant.parse("2025-11-24T10:00:01Z")
            : Instant.parse("2025-11-22T08:30:00Z");
  }
}
