package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a key's limits let through, over HTTP. */
class KeyLimitsRoutesTest {

  private static final String SECRET = "madekey1";

  private final Door door = new Door();

  @AfterEach
  void close() {
    door.close();
  }

  private void make(List<String> origins, int eventsPerSecond) {
    var secrets = List.of(new Secret(Secrets.hash(SECRET), "", Secret.FOR_GOOD));
    door.keys.take(
        AccessRecord.of(
            new WriteKey("shop", "k1", "", secrets, origins, eventsPerSecond, false, false, 0)));
  }

  private Door.Reply track(int events, Map<String, String> headers) {
    var call = "{\"type\":\"track\",\"event\":\"E\",\"anonymousId\":\"a\"}";
    var batch = String.join(",", java.util.Collections.nCopies(events, call));
    var all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + SECRET);
    var body = "{\"batch\":[" + batch + "]}";
    return door.send("POST", "/v1/batch", body.getBytes(StandardCharsets.UTF_8), all);
  }

  private KeyUse use() {
    var told = new ArrayList<KeyUse>();
    door.senders.tell(told::add);
    return told.stream().filter(use -> use.id().equals("k1")).findFirst().orElseThrow();
  }

  @Test
  void a_batch_beyond_the_limit_is_taken_and_then_waited_for() {
    make(List.of(), 10);
    assertThat(track(35, Map.of()).status()).isEqualTo(200);

    var refused = track(1, Map.of());
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("3");
    assertThat(refused.json().path("detail").textValue()).contains("10 events a second");
    assertThat(door.sink.events()).hasSize(35);

    door.at(Door.NOW.plusSeconds(3));
    assertThat(track(1, Map.of()).status()).isEqualTo(200);
    var use = use();
    assertThat(use.accepted()).isEqualTo(36);
    assertThat(use.refused()).isEqualTo(1);
  }

  @Test
  void a_browser_is_told_to_come_back_by_503() {
    make(List.of(), 10);
    track(35, Map.of());
    for (var headers :
        List.of(
            Map.of("Origin", "https://shop.example.com"),
            Map.of("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/129.0"))) {
      var refused = track(1, headers);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("3");
      assertThat(refused.header("Access-Control-Expose-Headers")).isEqualTo("Retry-After");
    }
  }

  @Test
  void a_key_in_the_body_is_limited_too() {
    make(List.of(), 1);
    var body =
        "{\"writeKey\":\""
            + SECRET
            + "\",\"event\":\"E\",\"anonymousId\":\"a\",\"messageId\":\"m\"}";
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(door.send("POST", "/v1/track", bytes, Map.of()).status()).isEqualTo(200);
    assertThat(door.send("POST", "/v1/track", bytes, Map.of()).status()).isEqualTo(429);
  }

  @Test
  void pages_of_other_origins_are_refused_for_good() {
    make(List.of("https://shop.example.com"), 0);
    assertThat(track(1, Map.of("Origin", "https://shop.example.com")).status()).isEqualTo(200);
    assertThat(track(1, Map.of()).status()).isEqualTo(200);
    var refused = track(1, Map.of("Origin", "https://other.example.com"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Access-Control-Allow-Origin"))
        .isEqualTo("https://other.example.com");
    assertThat(door.sink.events()).hasSize(2);
  }

  @Test
  void another_limit_holds_at_once() {
    make(List.of(), 1);
    track(100, Map.of());
    assertThat(track(1, Map.of()).status()).isEqualTo(429);
    make(List.of(), 0);
    assertThat(track(1, Map.of()).status()).isEqualTo(200);
  }
}
