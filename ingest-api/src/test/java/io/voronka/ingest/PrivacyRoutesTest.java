package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.privacy.Countries;
import io.voronka.ingest.privacy.PrivacyRules;
import io.voronka.ingest.privacy.Refinery;
import io.voronka.ingest.privacy.TinyDatabase;
import io.voronka.wire.EventCodec;
import io.voronka.wire.PropertyJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of visitors, and what is not kept, over HTTP behind one proxy. */
class PrivacyRoutesTest {

  private static final String RULES = "{\"demo\": {\"drop\": [\"phone\"]}}";
  private static final String CHROME =
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/150.0.0.0 Mobile Safari/537.36";
  private static final String BOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  @TempDir private Path folder;
  private Countries countries;
  private Door door;

  @BeforeEach
  void open() throws IOException {
    var file = TinyDatabase.write(folder.resolve("c.mmdb"), Map.of("203.0.113", "DE"));
    countries = Countries.open(file.toFile());
    var rules =
        PrivacyRules.read(
            RULES.getBytes(StandardCharsets.UTF_8),
            fault -> {
              throw new IllegalStateException(fault);
            });
    door = new Door(Optional.empty(), new Refinery(rules, countries));
  }

  @AfterEach
  void close() {
    door.close();
    countries.close();
  }

  private JsonNode track(String properties, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + Door.KEY);
    var body = "{\"event\": \"E\", \"anonymousId\": \"a\", \"properties\": " + properties + "}";
    door.send("POST", "/v1/track", body.getBytes(StandardCharsets.UTF_8), all);
    var events = door.sink.events();
    return PropertyJson.write(EventCodec.properties(events.get(events.size() - 1).event()));
  }

  @Test
  void a_browser_tells_what_it_is_and_where_and_its_address_is_not_kept() {
    var kept =
        track(
            "{\"plan\": \"pro\", \"phone\": \"1\"}",
            Map.of("User-Agent", CHROME, "X-Forwarded-For", "198.51.100.9, 203.0.113.77"));

    assertThat(kept.toString())
        .isEqualTo(
            "{\"plan\":\"pro\",\"browser\":\"Chrome\",\"os\":\"Android\",\"device\":\"mobile\","
                + "\"country\":\"DE\"}");
    assertThat(EventCodec.encode(door.sink.events().get(0)))
        .asString(StandardCharsets.ISO_8859_1)
        .doesNotContain("203.0");
  }

  @Test
  void what_the_event_says_goes_before() {
    var kept =
        track(
            "{\"device\": \"till\", \"country\": \"FR\", \"$browser\": \"Own\", \"os\": \"Own\"}",
            Map.of("User-Agent", CHROME, "X-Forwarded-For", "203.0.113.77"));

    assertThat(kept.toString())
        .isEqualTo("{\"device\":\"till\",\"country\":\"FR\",\"$browser\":\"Own\",\"os\":\"Own\"}");
  }

  @Test
  void a_server_is_not_its_visitors() {
    var kept =
        track(
            "{\"plan\": \"pro\"}",
            Map.of("User-Agent", "analytics-node/3", "X-Forwarded-For", "203.0.113.77"));
    assertThat(kept.toString()).isEqualTo("{\"plan\":\"pro\"}");
  }

  @Test
  void what_a_server_says_of_its_visitors_browser_is_read() {
    var kept =
        track("{\"userAgent\": \"" + CHROME + "\"}", Map.of("User-Agent", "analytics-node/3"));
    assertThat(kept.path("browser").textValue()).isEqualTo("Chrome");
    assertThat(kept.has("country")).isFalse();
  }

  @Test
  void a_robot_is_kept_and_marked() {
    var kept = track("{}", Map.of("User-Agent", BOT));
    assertThat(kept.path("bot").booleanValue()).isTrue();
    assertThat(kept.path("device").textValue()).isEqualTo("bot");
  }

  @Test
  void what_was_rejected_is_kept_by_the_same_rule() {
    door.post(
        "/v1/track", "{\"event\": 7, \"anonymousId\": \"a\", \"traits\": {\"phone\": \"1\"}}");
    door.post("/v1/track", "{\"phone\": \"1\",");
    var rejections = door.sink.rejections();
    assertThat(new String(rejections.get(0).toJson(), StandardCharsets.UTF_8))
        .contains("\"traits\":{}");
    assertThat(rejections.get(1).raw()).isEmpty();
    assertThat(rejections.get(1).isCut()).isTrue();
  }
}
