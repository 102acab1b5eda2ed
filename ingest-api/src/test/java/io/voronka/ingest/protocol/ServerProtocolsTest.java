package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocols that are mostly spoken by servers. */
class ServerProtocolsTest {

  private final PlainRequest request = PlainRequest.at(Said.NOW);
  private final Protocol ga4 = Objects.requireNonNull(Ga4.routes(Said.DRAFTS).get("/mp/collect"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          BODY                                                                                  | SAID
          "client_id":"c","events":[{"name":"sign_up","params":{"method":"e"}}]                 | TRACK sign_up #00000000-0000-0000-0000-000000000007 now null/c[] {"method":"e"}
          "client_id":"c","user_id":"ann","events":[{"name":"page_view"}]                       | PAGE Page Viewed #00000000-0000-0000-0000-000000000007 now ann/c[] {}
          "app_instance_id":"i","events":[{"name":"screen_view"}]                               | SCREEN Screen Viewed #00000000-0000-0000-0000-000000000007 now null/i[] {}
          "client_id":"c","events":[{"name":"purchase","params":{"transaction_id":7}}]          | TRACK purchase #purchase:7 now null/c[] {"transaction_id":7}
          "client_id":"c","timestamp_micros":"1772360400000000","events":[{"name":"e"}]         | TRACK e #00000000-0000-0000-0000-000000000007 2026-03-01T10:20:00Z null/c[] {}
          "client_id":"c","user_properties":{"plan":{"value":"pro"}},"events":[{"name":"e"}]    | TRACK e #00000000-0000-0000-0000-000000000007 now null/c[] {}; IDENTIFY Identify #00000000-0000-0000-0000-000000000007 now null/c[] {"plan":"pro"}
          "events":[{"name":"e"}]                                                               | refused: needs a client_id, an app_instance_id or a user_id; placeholders such as null or guest are none
          """)
  void ga4_says(String body, String said) {
    assertThat(Said.by(ga4, request, "{" + body + "}")).isEqualTo(said);
    assertThat(ga4.open(request.asking("api_secret", "k"), new byte[] {'1'}).keys())
        .containsExactly("k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          PATH    | BODY                                                                        | SAID
          /track  | {"event":"E","properties":{"distinct_id":"d","$insert_id":"m","time":1772360400,"p":1,"ip":"1.2.3.4"}} | TRACK E #m 2026-03-01T10:20:00Z null/d[] {"p":1}
          /track  | [{"event":"E","properties":{"distinct_id":"ann","$device_id":"d","$insert_id":"m"}}] | TRACK E #m now ann/d[] {}
          /track  | {"event":"E","properties":{"distinct_id":"$device:d","$insert_id":"m"}}     | TRACK E #m now null/d[] {}
          /track  | {"event":"E","properties":{"distinct_id":"d","$device_id":"d","$insert_id":"m"}} | TRACK E #m now null/d[] {}
          /track  | {"event":"$create_alias","properties":{"distinct_id":"ann","alias":"d","$insert_id":"m"}} | ALIAS Alias #m now ann/null[d] {}
          /track  | {"event":"$identify","properties":{"$identified_id":"ann","$anon_id":"d","$insert_id":"m"}} | IDENTIFY Identify #m now ann/d[] {}
          /engage | {"$token":"t","$distinct_id":"ann","$set":{"$name":"Ann","plan":"pro"}}     | IDENTIFY Identify #00000000-0000-0000-0000-000000000007 now null/ann[] {"name":"Ann","plan":"pro"}
          /engage | {"$token":"t","$distinct_id":"ann","$add":{"n":1}}                          |
          /track  | {"api_key":"k","event":"E","distinct_id":"d","uuid":"u"}                    | TRACK E #u now null/d[] {}
          /import | [{"event":"E","properties":{"distinct_id":"d"}},7]                          | TRACK E #00000000-0000-0000-0000-000000000007 now null/d[] {}; refused: must be an object
          """)
  void mixpanel_says(String path, String body, String said) {
    var mixpanel = Objects.requireNonNull(Mixpanel.routes(Said.DRAFTS).get(path));
    assertThat(Said.by(mixpanel, request, body)).isEqualTo(said == null ? "" : said);
  }

  @Test
  void mixpanel_is_answered_in_its_own_words() {
    var mixpanel = Objects.requireNonNull(Mixpanel.routes(Said.DRAFTS).get("/import"));
    var nothing = CallsOfBody.NONE.outcome();
    var reply = mixpanel.answer(request, nothing, Position.NONE);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("1");
    var verbose = mixpanel.answer(request.asking("verbose", "1"), nothing, Position.NONE);
    assertThat(Json.read(verbose.body()).path("status").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          EVENT                                                                   | SAID
          "event_type":"E","user_id":"ann-1","device_id":"d-123"                  | TRACK E #m now ann-1/d-123[] {}
          "event_type":"E","device_id":"d-123","event_properties":{"p":1},"platform":"Web","ip":"1.2.3.4" | TRACK E #m now null/d-123[] {"p":1,"platform":"Web"}
          "event_type":"[Amplitude] Page Viewed","device_id":"d-123"              | PAGE Page Viewed #m now null/d-123[] {}
          "event_type":"$identify","user_id":"ann-1","user_properties":{"$set":{"plan":"pro"},"$add":{"n":1}} | IDENTIFY Identify #m now ann-1/null[] {"plan":"pro"}
          "event_type":"E","user_id":"ann-1","user_properties":{"plan":"pro"}     | TRACK E #m now ann-1/null[] {}; IDENTIFY Identify #m:$set now ann-1/null[] {"plan":"pro"}
          "event_type":"E","user_id":"ann-1","time":1772360400000,"library":"amplitude-ts/2.1" | TRACK E #m 2026-03-01T11:20:00Z ann-1/null[] {"library":"amplitude-ts/2.1"}
          "event_type":"E","user_id":"ann-1","time":1772360400000,"library":"amplitude-node-ts/1" | TRACK E #m 2026-03-01T10:20:00Z ann-1/null[] {"library":"amplitude-node-ts/1"}
          "event_type":"$groupidentify","groups":{"company":"a"}                  | refused: event_type $groupidentify is of a group, and figures are of persons
          "event_type":"$groupidentify","user_id":"ann-1","groups":{"company":"a"},"group_properties":{"$set":{"size":5}} | IDENTIFY Group #m now ann-1/null[] {"group_type":"company","group_id":"a","group":{"size":5}}
          "event_type":"$groupidentify","user_id":"ann-1"                         | refused: groups must be a string or a number
          """)
  void amplitude_says(String event, String said) {
    var shared = Objects.requireNonNull(Amplitude.routes(Said.DRAFTS).get("/batch"));
    var body =
        "{\"api_key\":\"k\",\"client_upload_time\":\"2026-03-01T11:00:00Z\",\"events\":["
            + "{\"insert_id\":\"m\","
            + event
            + "}]}";
    assertThat(Said.by(shared, request, body)).isEqualTo(said);
  }

  @Test
  void amplitude_is_told_a_failure_by_its_code() {
    var amplitude = Objects.requireNonNull(Amplitude.routes(Said.DRAFTS).get("/2/httpapi"));
    var reply =
        Objects.requireNonNull(
            amplitude.failure(request, new ServiceException(ProblemType.UNAVAILABLE, "Away.")));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(Json.read(reply.body()).toString())
        .isEqualTo("{\"code\":503,\"error\":\"Away.\",\"violations\":[]}");
  }
}
