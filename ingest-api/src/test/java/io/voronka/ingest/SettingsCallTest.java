package io.voronka.ingest;

import static io.voronka.ingest.Door.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the browser library asks for before it sends anything. */
@ExtendWith(SharedDoor.class)
class SettingsCallTest {

  private static final String PATH = "/v1/projects/" + KEY + "/settings";

  private final Door door;

  SettingsCallTest(Door door) {
    this.door = door;
  }

  @Test
  void the_public_address_is_told() {
    var reply = door.send("GET", PATH, new byte[0], Map.of());
    var target = reply.json().path("integrations").path("Segment.io");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(target.path("apiKey").textValue()).isEqualTo(KEY);
    assertThat(target.path("apiHost").textValue()).isEqualTo("collect.example.com/v1");
    assertThat(target.path("protocol").textValue()).isEqualTo("https");
  }

  @Test
  void without_one_it_is_the_address_that_was_asked() {
    try (var plain = new Door(Optional.empty())) {
      var reply = plain.send("GET", PATH, new byte[0], Map.of("X-Forwarded-Proto", "https"));
      var target = reply.json().path("integrations").path("Segment.io");
      assertThat(target.path("apiHost").textValue()).matches("127\\.0\\.0\\.1:\\d+/v1");
      assertThat(target.path("protocol").textValue()).isEqualTo("https");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTPS,https", "'https, http',https", "'http,https',http", "ftp,http"})
  void each_proxy_on_the_way_may_say_what_was_spoken(String forwarded, String scheme) {
    try (var plain = new Door(Optional.empty())) {
      var reply = plain.send("GET", PATH, new byte[0], Map.of("X-Forwarded-Proto", forwarded));
      assertThat(reply.json().at("/integrations/Segment.io/protocol").textValue())
          .isEqualTo(scheme);
    }
  }

  @Test
  void an_unknown_key_gets_none() {
    var headers = Map.of("Origin", "https://shop.example.com");
    var reply = door.send("GET", "/v1/projects/wk_unknown/settings", new byte[0], headers);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example.com");
  }

  @Test
  void an_address_has_a_scheme_and_no_query() {
    assertThat(PublicUrl.parse("https://a.example.com:8443"))
        .isEqualTo(Optional.of(new PublicUrl("https", "a.example.com:8443")));
    assertThat(PublicUrl.parse("ftp://a.example.com")).isEmpty();
    assertThat(PublicUrl.parse("a.example.com")).isEmpty();
    assertThat(PublicUrl.parse("https://a.example.com/?x=1")).isEmpty();
    assertThat(PublicUrl.parse("https://")).isEmpty();
  }
}
