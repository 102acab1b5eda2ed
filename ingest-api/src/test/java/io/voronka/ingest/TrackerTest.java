package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackerTest {

  @Test
  void the_script_is_small_and_may_be_kept() {
    try (var door = new Door()) {
      for (var path : new String[] {"/t.js", "/collect/t.js"}) {
        var reply = door.send("GET", path, new byte[0], Map.of("Accept-Encoding", "gzip"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("text/javascript");
        assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(reply.response().body()).hasSizeLessThanOrEqualTo(2048);
        var script =
            new String(
                RequestBody.inflated(reply.response().body(), 100_000), StandardCharsets.UTF_8);
        assertThat(script).startsWith("// Voronka").doesNotContain("cookie");
      }
    }
  }
}
