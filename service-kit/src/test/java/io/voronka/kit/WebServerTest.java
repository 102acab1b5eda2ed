package io.voronka.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

/** What the server makes of requests before any route sees them. */
class WebServerTest {

  /** As a proxy sends them: the requests of many over one connection. */
  @Test
  void headers_that_differ_in_case_alone_are_not_taken_for_each_other() throws IOException {
    try (var server =
        new WebServer(
            "127.0.0.1",
            0,
            1000,
            () -> Health.READY,
            new Telemetry(),
            routes -> routes.get("/shown", ctx -> ctx.result(shown(ctx))))) {
      server.start();
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
          var answers = new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII)) {
        for (var key : new String[] {"shopA", "shopa", "SHOPA", "shopA"}) {
          socket.getOutputStream().write(request(key).getBytes(StandardCharsets.US_ASCII));

          assertThat(answers.findWithinHorizon("shown [^|]*", 0))
              .isEqualTo("shown Bearer %1$s, id=%1$s, type/%1$s, %1$s", key);
        }
      }
    }
  }

  @Test
  void a_connection_that_is_idle_for_as_long_as_is_set_is_closed() throws IOException {
    try (var server =
        new WebServer("127.0.0.1", 0, 1000, () -> Health.READY, new Telemetry(), routes -> {})
            .withIdleSeconds(1)) {
      server.start();
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.setSoTimeout(30_000);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void seconds_out_of_range_are_a_fault() {
    var none = new SettingsReader(Map.of());
    assertThat(WebServer.idleSeconds(none)).isEqualTo(75);
    none.orThrow();
    var reader = new SettingsReader(Map.of("VORONKA_IDLE_SECONDS", "9"));
    WebServer.idleSeconds(reader);
    assertThatThrownBy(reader::orThrow)
        .hasMessageContaining("VORONKA_IDLE_SECONDS must be a whole number from 10 to 3600");
  }

  private static String request(String key) {
    return """
        GET /shown HTTP/1.1
        host: 127.0.0.1
        authorization: Bearer %1$s
        Cookie: id=%1$s
        Content-Type: type/%1$s
        X-Own: %1$s

        """
        .formatted(key)
        .replace("\n", "\r\n");
  }

  private static String shown(Context ctx) {
    return "shown %s, %s, %s, %s|"
        .formatted(
            ctx.header("Authorization"),
            ctx.header("Cookie"),
            ctx.header("Content-Type"),
            ctx.header("X-Own"));
  }
}
