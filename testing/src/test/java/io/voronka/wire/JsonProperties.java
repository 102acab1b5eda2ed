package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.voronka.model.event.PropertyValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random texts, many of them broken or with a field that comes twice: trees and property values
 * read of them, and what is said of the others, against a parser that notices by itself.
 */
class JsonProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 50;
  private static final JsonMapper PLAIN =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Json.MAX_DEPTH)
                          .maxNumberLength(400)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private interface Reading {
    @Nullable Object read(byte[] json) throws IOException;
  }

  @Test
  void nothing_is_read_or_refused_otherwise_than_by_a_parser_that_looks_for_repetitions() {
    int repeated = 0;
    int good = 0;
    for (long seed = 0; seed < CASES; seed++) {
      var json = text(new Random(seed));
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      var plain = said(PLAIN::readTree, bytes);
      assertThat(said(Json::read, bytes)).as("seed %d: %s", seed, json).isEqualTo(plain);
      var values = said(JsonProperties::plainValue, bytes);
      assertThat(said(JsonProperties::value, bytes))
          .as("seed %d: %s", seed, json)
          .isEqualTo(values);
      repeated += plain.startsWith("repeats") ? 1 : 0;
      good += plain.startsWith("=") ? 1 : 0;
    }
    assertThat(repeated).isGreaterThan((int) (CASES / 20));
    assertThat(good).isGreaterThan((int) (CASES / 20));
  }

  private static @Nullable PropertyValue plainValue(byte[] json) throws IOException {
    return PropertyJson.read(PLAIN.readTree(json));
  }

  private static @Nullable PropertyValue value(byte[] json) {
    return Json.read(json, PropertyJson::read);
  }

  private static String said(Reading reading, byte[] json) {
    try {
      return "= " + reading.read(json);
    } catch (MalformedRecord malformed) {
      return String.valueOf(malformed.getMessage());
    } catch (JsonProcessingException malformed) {
      var message = malformed.getOriginalMessage();
      var problem =
          message.startsWith("Duplicate field")
              ? "repeats a field"
              : message.contains("nesting depth")
                  ? "is nested deeper than 32 levels"
                  : "is not valid JSON";
      var at = malformed.getLocation(); // none is known of what is nested too deep
      return at == null
          ? problem
          : "%s (line %d, column %d)".formatted(problem, at.getLineNr(), at.getColumnNr());
    } catch (IOException malformed) {
      return "is not valid JSON";
    }
  }

  private static String text(Random random) {
    var json = value(random, 3);
    if (random.nextInt(200) == 0) {
      json = "[".repeat(30) + json + "]".repeat(30);
    }
    if (random.nextInt(4) > 0) {
      return json;
    }
    int at = random.nextInt(json.length());
    var piece = List.of("\"", "{", "}", "[", "]", ":", ",", "\\", "x", "\n", "é", "").get(at % 12);
    int behind = Math.min(json.length(), at + random.nextInt(2));
    return json.substring(0, at) + piece + json.substring(behind);
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> List.of("7", "-3.0", "1e400", "9".repeat(330), "0.1").get(random.nextInt(5));
      case 3, 4, 5 -> List.of("\"a\"", "\"\\u0000\"", "\"ж\"", "\"\"").get(random.nextInt(4));
      case 6 -> "[" + value(random, depth - 1) + " ,\n" + value(random, depth - 1) + "]";
      default -> object(random, depth);
    };
  }

  private static String object(Random random, int depth) {
    var object = new StringBuilder("{");
    for (int fields = random.nextInt(5); fields > 0; fields--) {
      object.append(object.length() > 1 ? ", " : "");
      object.append(List.of("\"a\"", "\"b\"", "\"\\u0061\"", "\"é\"").get(random.nextInt(4)));
      object.append(": ").append(value(random, depth - 1));
    }
    return object.append("}").toString();
  }
}
