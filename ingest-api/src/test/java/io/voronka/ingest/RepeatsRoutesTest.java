package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which senders would send again what was not taken, and how much may wait meanwhile. */
class RepeatsRoutesTest {

  private static final Door SHARED = new Door();

  private final Door door = SHARED.fresh();

  @AfterAll
  static void close() {
    SHARED.close();
  }

  @AfterEach
  void letGo() {
    door.sink.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/track,                 cors,    true",
    "/v1/track,                 no-cors, false",
    "/e/?beacon=1,              '',      false",
    "/e/,                       '',      true",
    "/mp/collect?api_secret=k,  '',      false"
  })
  void a_page_that_is_left_does_not(String path, String mode, boolean isSentAgain) {
    var body =
        "{\"event\":\"E\",\"anonymousId\":\"a\",\"distinct_id\":\"a\",\"client_id\":\"a\","
            + "\"events\":[{\"name\":\"e\"}]}";
    var headers = Map.of("Authorization", "Bearer " + Door.KEY, "Sec-Fetch-Mode", mode);
    var reply = door.send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(door.sink.intakes().get(0).isSentAgain()).isEqualTo(isSentAgain);
  }

  @ParameterizedTest
  @CsvSource({
    "crm/bitrix24-robot-webhook,  false",
    "crm/pipedrive-v2-deal-won,   true",
    "crm/json-lead,               false"
  })
  void some_crms_do_not(String name, boolean isSentAgain) {
    var sample = Sample.of(name);
    door.at(sample.receivedAt());
    door.send("POST", sample.path(), sample.body(), sample.headers());
    assertThat(door.sink.intakes().get(0).isSentAgain()).isEqualTo(isSentAgain);
  }

  @Test
  void what_waits_for_kafka_has_a_bound_and_room_again_when_it_answers() {
    var gate = door.sink.hold();
    var call = "{\"event\":\"E\",\"anonymousId\":\"a\",\"type\":\"track\"}";
    var body =
        ("{\"batch\":[" + call + "]}" + " ".repeat(400 << 10)).getBytes(StandardCharsets.UTF_8);
    int fits = (int) (InFlight.MOST_BYTES / body.length);
    var headers = Map.of("Authorization", "Bearer " + Door.KEY);
    var waiting = new ArrayList<CompletableFuture<Door.Reply>>();
    for (int i = 0; i < fits; i++) {
      waiting.add(door.sendAsync("POST", "/v1/batch", body, headers));
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (door.sink.intakes().size() < fits && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    var refused = door.send("POST", "/v1/batch", body, headers);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();

    gate.complete(null);
    for (var one : waiting) {
      assertThat(one.join().status()).isEqualTo(200);
    }
    assertThat(door.send("POST", "/v1/batch", body, headers).status()).isEqualTo(200);
  }
}
