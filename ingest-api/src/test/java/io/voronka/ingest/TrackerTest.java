package io.voronka.ingest;

import static io.voronka.ingest.Door.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDoor.class)
class TrackerTest {

  private final Door door;

  TrackerTest(Door door) {
    this.door = door;
  }

  @Test
  void the_script_is_small_and_may_be_kept() {
    for (var path : new String[] {"/t.js", "/collect/t.js"}) {
      var reply = door.send("GET", path, new byte[0], Map.of("Accept-Encoding", "gzip"));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type")).startsWith("text/javascript");
      assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=3600");
      assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(reply.response().body()).hasSizeLessThanOrEqualTo(2048);
      assertThat(text(reply)).startsWith("// Voronka").doesNotContain("cookie", "\n//", "\n ");
    }
  }

  @Test
  void the_snippet_of_segment_finds_its_script_under_a_known_key() {
    for (var prefix : new String[] {"", "/collect"}) {
      var path = prefix + "/analytics.js/v1/" + KEY + "/analytics.min.js";
      var reply = door.send("GET", path, new byte[0], Map.of("Accept-Encoding", "gzip"));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type")).startsWith("text/javascript");
      assertThat(text(reply))
          .startsWith("// Voronka's answer")
          .contains("// Voronka's tracker", "w.voronka = api;", "w[name] = analytics;")
          .doesNotContain("/* t.js */");
    }
    var unknown = "/analytics.js/v1/wk_unknown/analytics.min.js";
    assertThat(door.send("GET", unknown, new byte[0], Map.of()).status()).isEqualTo(401);
  }

  private static String text(Door.Reply reply) {
    var body = RequestBody.inflated(reply.response().body(), 100_000);
    return new String(body, StandardCharsets.UTF_8);
  }
}
