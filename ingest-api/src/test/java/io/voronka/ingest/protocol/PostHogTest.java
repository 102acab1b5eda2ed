package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogTest {

  private final PlainRequest request = PlainRequest.at(Said.NOW);
  private final Protocol capture = at("/e");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          EVENT                                                                           | SAID
          "event":"E","distinct_id":"d"                                                   | TRACK E #u now null/d[] {}
          "event":"E","distinct_id":"d","properties":{"p":1,"$ip":"1.2.3.4","token":"t"}  | TRACK E #u now null/d[] {"p":1}
          "event":"E","properties":{"distinct_id":"d","$device_id":"d"}                   | TRACK E #u now null/d[] {"$device_id":"d"}
          "event":"E","properties":{"distinct_id":"ann","$device_id":"d"}                 | TRACK E #u now ann/d[] {"$device_id":"d"}
          "event":"E","properties":{"distinct_id":"x","$device_id":"d","$is_identified":false} | TRACK E #u now null/x[] {"$device_id":"d"}
          "event":"E","properties":{"distinct_id":"ann","$user_id":"ann"}                 | TRACK E #u now ann/null[] {"$user_id":"ann"}
          "event":"$pageview","distinct_id":"d"                                           | PAGE Page Viewed #u now null/d[] {}
          "event":"$screen","distinct_id":"d"                                             | SCREEN Screen Viewed #u now null/d[] {}
          "event":"$autocapture","distinct_id":"d"                                        | TRACK $autocapture #u now null/d[] {}
          "event":"$identify","distinct_id":"ann","properties":{"$anon_distinct_id":"d","$set":{"plan":"pro"}} | IDENTIFY Identify #u now ann/d[] {"plan":"pro"}
          "event":"$set","distinct_id":"ann","$set":{"plan":"pro"}                        | IDENTIFY Identify #u now null/ann[] {"plan":"pro"}
          "event":"$create_alias","distinct_id":"ann","properties":{"alias":"b"}          | ALIAS Alias #u now ann/null[b] {}
          "event":"$merge_dangerously","distinct_id":"ann","properties":{"alias":"b"}     | MERGE Alias #u now ann/null[b] {}
          "event":"E","distinct_id":"d","properties":{"$set":{"plan":"pro"}}              | TRACK E #u now null/d[] {}; IDENTIFY Identify #u:$set now null/d[] {"plan":"pro"}
          "event":"E","distinct_id":"d","timestamp":"2026-03-01T10:00:00Z"                | TRACK E #u 2026-03-01T10:00:00Z null/d[] {}
          "event":"E","distinct_id":"d","offset":1500                                     | TRACK E #u 2026-03-01T11:59:58.500Z null/d[] {}
          "event":"$groupidentify","distinct_id":"$company_a","properties":{"$group_type":"company","$group_key":"a"}                     | refused: event $groupidentify is of a group, and figures are of persons
          "event":"$groupidentify","properties":{"distinct_id":"ann","$user_id":"ann","$group_type":"company","$group_key":"a","$group_set":{"size":5}} | IDENTIFY Group #u now ann/null[] {"group_type":"company","group_id":"a","group":{"size":5}}
          "event":"$groupidentify","properties":{"distinct_id":"d","$group_type":"company","$group_key":["a"],"$group_set":7} | refused: properties.$group_key must be a string or a number; properties.$group_set must be an object
          "event":"$create_alias","distinct_id":"ann"                                     | refused: needs a distinct_id and an alias that are no placeholders
          "event":"E","distinct_id":"null"                                                | refused: needs an id of its sender; placeholders such as null or guest are none
          "event":"E","distinct_id":"d","timestamp":"soon"                                | refused: timestamp must be an ISO 8601 text such as 2026-01-31T10:00:00Z, or a number since 1970 in seconds, milliseconds or microseconds
          "event":"","distinct_id":"d","properties":3                                     | refused: event must be a string that is not blank; properties must be an object
          """)
  void an_event_says(String event, String said) {
    assertThat(Said.by(capture, request, "{\"uuid\":\"u\"," + event + "}")).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api_key\":\"k\",\"batch\":[%s]}",
        "{\"token\":\"k\",\"batch\":[%s]}",
        "[%s]",
        "%s"
      })
  void all_shapes_are_one(String shape) {
    var event =
        "{\"event\":\"E\",\"uuid\":\"u\",\"properties\":{\"token\":\"k\",\"distinct_id\":\"d\"}}";
    var body = shape.formatted(event);
    assertThat(Said.by(capture, request, body)).isEqualTo("TRACK E #u now null/d[] {}");
    assertThat(capture.open(request, body.getBytes(StandardCharsets.UTF_8)).keys()).contains("k");
  }

  @ParameterizedTest
  @CsvSource({"web,2026-03-01T11:00:00Z", "posthog-node,2026-03-01T10:00:00Z"})
  void the_clock_of_a_visitor_is_corrected_and_that_of_a_server_is_not(
      String library, String time) {
    var body =
        """
        {"sent_at": "2026-03-01T11:00:00Z", "batch": [{"event": "E", "uuid": "u",
          "distinct_id": "d", "timestamp": "2026-03-01T10:00:00Z", "properties": {"$lib": "%s"}}]}
        """
            .formatted(library);
    assertThat(Said.by(capture, request, body)).startsWith("TRACK E #u " + time);
  }

  @Test
  void the_newest_generation_is_told_of_each_event_that_is_dropped() {
    var v1 = at("/i/v1/analytics/events");
    var body =
        """
        {"batch": [{"event": "E", "uuid": "u1", "distinct_id": "d"}, {"event": "E", "uuid": "u2"}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    var calls = v1.open(request, body).calls();
    assertThat(
            Json.read(v1.answer(request, calls.outcome(), io.voronka.wire.Position.NONE).body())
                .toString())
        .isEqualTo(
            "{\"results\":{\"u2\":{\"result\":\"drop\",\"details\":"
                + "\"needs an id of its sender; placeholders such as null or guest are none\"}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{\"batch\":7}", "\"x\""})
  void other_shapes_are_none(String body) {
    assertThatThrownBy(() -> Said.by(capture, request, body))
        .isInstanceOf(UnusableBody.class)
        .hasMessageContaining("must be an event, a list of events or a \"batch\" of them");
  }

  private static Protocol at(String path) {
    return Objects.requireNonNull(PostHog.routes(Said.DRAFTS).get(path));
  }
}
