package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.Mutations;
import io.voronka.ingest.Sample;
import io.voronka.ingest.call.CallType;
import io.voronka.ingest.protocol.PlainSegmentCalls.Envelope;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A body of Segment's read in one pass says what the same read as a tree says: {@code
 * -Dvoronka.cases}, of samples and made-up batches, most of them spoilt.
 */
class SegmentProperties {

  private static final long CASES = Long.getLong("voronka.cases", 5_000);
  private static final PlainRequest REQUEST = PlainRequest.at(Said.NOW);
  private static final PlainSegmentCalls PLAIN = new PlainSegmentCalls(Said.DRAFTS);
  private static final List<CallType> TYPES = List.of(CallType.values());
  private static final List<byte[]> BODIES = bodies();

  private static List<byte[]> bodies() {
    var bodies = new ArrayList<byte[]>();
    for (var sample : Sample.all()) {
      if (sample.name().startsWith("sdk/segment") && sample.body().length > 0) {
        bodies.add(sample.body());
      }
    }
    return bodies;
  }

  @Test
  void one_pass_says_what_the_tree_says() {
    var different =
        LongStream.range(0, CASES)
            .parallel()
            .mapToObj(SegmentProperties::difference)
            .filter(difference -> !difference.isEmpty())
            .findFirst();
    assertThat(different).isEmpty();
  }

  private static String difference(long seed) {
    var random = new Random(seed);
    var whole = random.nextInt(3) == 0 ? BODIES.get(random.nextInt(BODIES.size())) : batch(random);
    var body = random.nextInt(5) == 0 ? whole : new Mutations(seed).of(whole);
    var type = random.nextInt(4) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : null;
    var path = type == null ? "/v1/batch" : "/v1/" + type.text();
    var protocol = Objects.requireNonNull(Segment.routes(Said.DRAFTS).get(path));
    var fast = said(() -> fast(protocol, body));
    var plain = said(() -> plain(type, body));
    return fast.equals(plain)
        ? ""
        : "seed %d at %s of %s:%n%s%n%s"
            .formatted(seed, path, new String(body, StandardCharsets.UTF_8), fast, plain);
  }

  private interface Reading {
    String read();
  }

  private static String said(Reading reading) {
    try {
      return reading.read();
    } catch (MalformedRecord malformed) {
      return "malformed: " + malformed.getMessage();
    } catch (UnusableBody unusable) {
      return "unusable: " + unusable.type() + " " + unusable.getMessage();
    }
  }

  private static String fast(Protocol protocol, byte[] body) {
    var open = protocol.open(REQUEST, body);
    return open.keys() + words(open.calls());
  }

  private static String plain(CallType type, byte[] bytes) {
    var body = Payload.json(bytes);
    var keys = new ArrayList<String>();
    keys.add(body.path("writeKey").textValue());
    return keys + words(plain(type, body, bytes.length));
  }

  private static CallsOfBody plain(CallType type, JsonNode body, int bytes) {
    if (type != null) {
      if (!body.isObject()) {
        throw UnusableBody.invalid("", "must be an object: one call");
      }
      var envelope = Envelope.ofCall(type, Said.NOW);
      return CallsOfBody.ofOne(body, bytes, call -> PLAIN.read(call, envelope));
    }
    var batch = body.path("batch");
    if (!body.isObject() || batch.isMissingNode()) {
      throw UnusableBody.invalid("", "must be an object with a list \"batch\" of calls");
    }
    if (!batch.isArray()) {
      throw UnusableBody.invalid("batch", "must be a list of calls");
    }
    if (batch.isEmpty()) {
      throw UnusableBody.invalid("batch", "must have at least one call");
    }
    var envelope = Envelope.ofBatch(body, Said.NOW);
    return CallsOfBody.ofList(batch, "batch", bytes, call -> PLAIN.read(call, envelope));
  }

  /** Events with their properties and as bytes, and of what is refused all that is kept. */
  private static String words(CallsOfBody calls) {
    var words = new StringBuilder(calls.accepted() + ": " + Said.lines(calls));
    calls.events().forEach(event -> words.append(Arrays.toString(EventCodec.encode(event))));
    for (var refused : calls.refused()) {
      words.append(refused.index()).append(refused.list()).append(refused.call());
      words.append(refused.violations()).append(refused.why().messageId());
    }
    return words.toString();
  }

  /** Makes a batch in which everything that a call can say comes in some order. */
  private static byte[] batch(Random random) {
    var batch = new StringBuilder("{\"batch\":[");
    var fields = fields(random);
    var said = new HashMap<String, String>();
    for (int calls = random.nextInt(5); calls >= 0; calls--) {
      batch.append(call(fields, said, random)).append(calls == 0 ? "]" : ",");
      fields = random.nextInt(3) == 0 ? fields(random) : fields; // most are like the one before
    }
    boolean mayRepeat = random.nextInt(20) == 0;
    for (var field : List.of("sentAt", "context", "writeKey", "integrations", "context", "batch")) {
      if (random.nextInt(3) == 0 && (mayRepeat || batch.indexOf(",\"" + field + "\":") < 0)) {
        batch.append(",\"").append(field).append("\":").append(value(field, random));
      }
    }
    return batch.append("}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> fields(Random random) {
    var fields =
        new ArrayList<>(
            List.of(
                "type",
                "event",
                "userId",
                "anonymousId",
                "messageId",
                "timestamp",
                "originalTimestamp",
                "sentAt",
                "properties",
                "traits",
                "context",
                "integrations",
                "name",
                "category",
                "groupId",
                "previousId",
                "force",
                "fresh",
                "writeKey",
                "receivedAt",
                "version",
                "channel"));
    if (random.nextInt(20) == 0) {
      fields.add(fields.get(random.nextInt(fields.size()))); // twice, which is refused
    }
    Collections.shuffle(fields, random);
    fields.removeIf(field -> random.nextInt(field.equals("type") ? 20 : 2) == 0);
    return fields;
  }

  /** Makes a call, in which half of the fields say what was said of them before. */
  private static String call(List<String> fields, Map<String, String> said, Random random) {
    var call = new StringBuilder("{");
    for (var field : fields) {
      if (random.nextBoolean() || !said.containsKey(field)) {
        said.put(field, value(field, random));
      }
      call.append(call.length() > 1 ? "," : "").append('"').append(field).append("\": ");
      call.append(said.get(field));
    }
    return call.append(" }").toString();
  }

  private static String value(String field, Random random) {
    if (random.nextInt(12) == 0) {
      return any(random, 2);
    }
    return switch (field) {
      case "type" -> text(TYPES.get(random.nextInt(TYPES.size())).text());
      case "timestamp", "originalTimestamp", "sentAt" ->
          text("2026-03-0%dT1%d:00:00.%03dZ".formatted(1, random.nextInt(3), random.nextInt(999)));
      case "properties", "traits", "integrations" -> object(random, 3);
      case "context" ->
          random.nextInt(8) == 0
              ? "{\"ip\":\"203.0.113.9\",\"more\":null}"
              : "{\"ip\":\"203.0.113.9\",\"library\":{\"name\":\"analytics.js\"},\"traits\":"
                  + "{\"email\":\"ann@example.com\"},\"more\":%s,\"page\":%s}"
                      .formatted(any(random, 1), any(random, 2));
      case "force" -> random.nextBoolean() ? "true" : "false";
      default -> text(field + random.nextInt(3));
    };
  }

  private static String any(Random random, int depth) {
    var numbers =
        List.of(
            "7",
            "-3.0",
            "0.1",
            "1e3",
            "1e400",
            "-1.5e-300",
            "9007199254740993",
            "9223372036854775808",
            "123456789012345678901234567890",
            "9".repeat(330),
            "4.9e15");
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> numbers.get(random.nextInt(random.nextInt(4) == 0 ? numbers.size() : 3));
      case 3 -> text("ann@example.com");
      case 4 -> text("t\\u00e9 \\ud83d\\ude00 ж\\n");
      case 5 -> "[" + any(random, depth - 1) + " , " + any(random, depth - 1) + "]";
      default -> object(random, depth);
    };
  }

  private static String object(Random random, int depth) {
    var object = new StringBuilder("{");
    for (int fields = random.nextInt(4); fields > 0; fields--) {
      object.append(object.length() > 1 ? "," : "");
      int name = random.nextInt(50) == 0 ? 1 : fields; // now and then one comes twice
      object.append(text(List.of("email", "name", "page", "x").get(name)));
      object.append(':').append(any(random, depth - 1));
    }
    return object.append('}').toString();
  }

  private static String text(String text) {
    return '"' + text + '"';
  }

  @Test
  void other_encodings_than_utf_8_are_read_as_json_allows() {
    var body = "{\"batch\":[{\"type\":\"page\",\"userId\":\"é\",\"messageId\":\"m\"}]}";
    var protocol = Objects.requireNonNull(Segment.routes(Said.DRAFTS).get("/v1/batch"));
    for (var charset : List.of("UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")) {
      var bytes = body.getBytes(Charset.forName(charset));
      assertThat(fast(protocol, bytes)).contains("PAGE Page Viewed #m now é/null");
      assertThat(Json.read(bytes).path("batch")).hasSize(1);
    }
    var marked = ("\ufeff" + body).getBytes(StandardCharsets.UTF_8);
    assertThat(fast(protocol, marked)).contains("PAGE Page Viewed #m now é/null");
  }
}
