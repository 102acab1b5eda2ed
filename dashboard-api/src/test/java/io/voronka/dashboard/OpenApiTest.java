package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description that the service gives of itself, held against its source. */
class OpenApiTest {

  private static final Path SOURCE = Path.of("src/main/java/io/voronka/dashboard");
  private static final Pattern ROUTE =
      Pattern.compile("routes\\.(get|put|post|patch|delete)\\(\\s*\"(/[^\"]*)\"");

  private static JsonNode description() throws IOException {
    try (var in = OpenApiTest.class.getResourceAsStream("/openapi.json")) {
      return Json.read(in.readAllBytes());
    }
  }

  @Test
  void every_route_is_described_and_nothing_else() throws IOException {
    var routes = new TreeSet<String>();
    try (var files = Files.list(SOURCE)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        ROUTE
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> routes.add(found.group(1) + " " + found.group(2)));
      }
    }
    var described = new TreeSet<String>();
    description()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));

    assertThat(routes).hasSizeGreaterThan(10).isEqualTo(described);
  }

  @Test
  void every_reference_leads_somewhere_and_every_part_is_referred_to() throws IOException {
    var description = description();
    var referred = new TreeSet<String>(description.findValuesAsText("$ref"));
    var parts = new TreeSet<String>();
    description
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(name -> parts.add("#/components/schemas/" + name));

    assertThat(referred).isEqualTo(parts);
  }

  @Test
  void every_parameter_of_a_path_is_described() throws IOException {
    for (var path : description().path("paths").properties()) {
      for (var method : path.getValue()) {
        var names = new ArrayList<String>();
        for (var parameter : method.path("parameters")) {
          if (parameter.path("in").asText().equals("path")) {
            names.add("{" + parameter.path("name").asText() + "}");
          }
        }
        assertThat(names).as(path.getKey()).isEqualTo(inBraces(path.getKey()));
      }
    }
  }

  private static List<String> inBraces(String path) {
    return Pattern.compile("\\{[^}]*}")
        .matcher(path)
        .results()
        .map(found -> found.group())
        .toList();
  }
}
