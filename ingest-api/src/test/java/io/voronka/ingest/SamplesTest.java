package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sample, sent as it is to the running routes, gives the answer and the events of its golden
 * file. {@code -Dvoronka.golden=write} writes the files anew, to be looked through before they are
 * kept.
 */
@ExtendWith(SharedDoor.class)
class SamplesTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final boolean WRITES = "write".equals(System.getProperty("voronka.golden"));

  private final Door door;

  SamplesTest(Door door) {
    this.door = door;
  }

  static List<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void gives_its_golden_answer_and_events(Sample sample) throws IOException {
    door.at(sample.receivedAt());
    var reply = door.send(sample.method(), sample.path(), sample.body(), headers(sample));
    var file = GOLDEN.resolve(sample.name() + ".json");
    var outcome = outcome(reply);
    if (WRITES) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, outcome.toPrettyString() + "\n");
    }
    assertThat(Json.read(Json.bytes(outcome))).isEqualTo(Json.read(Files.readAllBytes(file)));
  }

  @Test
  void nothing_of_a_sample_shows_a_real_address() {
    for (var sample : Sample.all()) {
      var text = new String(sample.body(), StandardCharsets.UTF_8);
      assertThat(text).doesNotContainPattern("[\\w.]+@(?!\\w*\\.?example\\.)\\w+\\.[a-z]{2,}");
    }
  }

  private static Map<String, String> headers(Sample sample) {
    var headers = sample.headers();
    if (sample.path().equals("/ce")) {
      headers.put("authorization", "Bearer " + Door.KEY); // the specification knows no keys
    }
    return headers;
  }

  private ObjectNode outcome(Door.Reply reply) {
    var outcome = JsonNodeFactory.instance.objectNode();
    outcome.put("status", reply.status());
    outcome.put("type", reply.header("Content-Type"));
    if (reply.header("Content-Type").endsWith("json")) {
      outcome.set("answer", reply.json());
    } else {
      outcome.put("answer", reply.text());
    }
    if (!reply.header("Access-Control-Allow-Methods").isEmpty()) {
      outcome.put("allowed", reply.header("Access-Control-Allow-Headers"));
    }
    var events = outcome.putArray("events");
    door.sink.events().forEach(event -> events.add(json(event)));
    var rejected = outcome.putArray("rejected");
    door.sink.rejections().forEach(rejection -> rejected.add(Json.read(rejection.toJson())));
    return outcome;
  }

  private static ObjectNode json(ReceivedEvent received) {
    var event = received.event();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("kind", received.kind().name());
    json.put("name", event.name());
    json.put("time", Instant.ofEpochMilli(event.timeMillis()).toString());
    json.put("id", event.id());
    json.put("userId", received.userId());
    json.put("anonymousId", received.anonymousId());
    received.otherIds().forEach(json.putArray("otherIds")::add);
    json.set("properties", PropertyJson.write(EventCodec.properties(event)));
    return json;
  }
}
