package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallReading.Taken;
import io.voronka.ingest.call.CallType;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.SegmentCalls.Envelope;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentCallsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String RANDOM = "00000000-0000-0000-0000-000000000007";

  private final SegmentCalls reader =
      new SegmentCalls(new EventDraft.Factory(Duration.ofDays(90), () -> new UUID(0, 7)));

  @Test
  void a_track_call_is_an_event_of_its_own_name() {
    var event =
        taken(
            """
            {"type": "track", "event": "Product Added", "userId": "ann", "anonymousId": "a1",
             "messageId": "m1", "timestamp": "2026-03-01T10:00:00Z", "properties": {"sku": "x"}}
            """);
    assertThat(event.kind()).isEqualTo(Kind.TRACK);
    assertThat(event.userId()).isEqualTo("ann");
    assertThat(event.anonymousId()).isEqualTo("a1");
    assertThat(event.receivedMillis()).isEqualTo(NOW.toEpochMilli());
    assertThat(event.event().id()).isEqualTo("m1");
    assertThat(event.event().name()).isEqualTo("Product Added");
    assertThat(timeOf(event)).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(propertiesOf(event)).isEqualTo("{\"sku\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          CALL                                                              | KIND     | NAME          | PROPERTIES
          "type":"page","name":"Home","category":"Shop"                     | PAGE     | Page Viewed   | {"name":"Home","category":"Shop"}
          "type":"page"                                                     | PAGE     | Page Viewed   | {}
          "type":"page","name":"A","properties":{"name":"B","p":1}          | PAGE     | Page Viewed   | {"name":"A","p":1}
          "type":"screen","name":"Start"                                    | SCREEN   | Screen Viewed | {"name":"Start"}
          "type":"identify","traits":{"plan":"pro","x":null},"extra":1      | IDENTIFY | Identify      | {"plan":"pro"}
          "type":"identify"                                                 | IDENTIFY | Identify      | {}
          "type":"group","groupId":"g1","traits":{"name":"ACME"}            | IDENTIFY | Group         | {"group_id":"g1","group":{"name":"ACME"}}
          "type":"group","groupId":7                                        | IDENTIFY | Group         | {"group_id":"7"}
          "type":"track","event":"E","properties":null                      | TRACK    | E             | {}
          "type":"track","event":"E","properties":{"a":null,"b":[1,null]}   | TRACK    | E             | {"b":[1]}
          "type":"track","event":"E","colour":"red"                         | TRACK    | E             | {"colour":"red"}
          "type":"track","event":"E","p":1,"properties":{"p":2}             | TRACK    | E             | {"p":2}
          "type":"track","event":"E","integrations":{},"_metadata":{"a":1},"channel":"x","version":1,"writeKey":"k","projectId":"p","receivedAt":"x" | TRACK | E | {}
          "type":"track","event":"E","context":{"page":{"url":"u"},"ip":"1.2.3.4"} | TRACK | E         | {"context":{"page":{"url":"u"}}}
          "type":"track","event":"E","context":{"ip":"1.2.3.4"}             | TRACK    | E             | {}
          "type":"track","event":"🛒 gekauft"                                | TRACK    | 🛒 gekauft     | {}
          """)
  void what_a_call_says_becomes_name_and_properties(
      String call, Kind kind, String name, String properties) {
    var event = taken("{\"userId\":\"ann\",\"messageId\":\"m\"," + call + "}");
    assertThat(event.kind()).isEqualTo(kind);
    assertThat(event.event().name()).isEqualTo(name);
    assertThat(propertiesOf(event)).isEqualTo(properties);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          CALL                                                                       | KIND     | OTHERS
          "type":"alias","userId":"ann","previousId":"a1"                            | ALIAS    | a1
          "type":"alias","userId":"ann","previousId":"bob","force":true              | MERGE    | bob
          "type":"identify","userId":"ann"                                           | IDENTIFY | -
          "type":"identify","anonymousId":"a1","traits":{"email":" Ann@Example.com"} | IDENTIFY | email:71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476
          "type":"identify","userId":"ann","traits":{"email":"unknown"}              | IDENTIFY | -
          "type":"page","userId":"ann","context":{"traits":{"email":"ann@example.com"}} | PAGE  | email:71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476
          "type":"track","event":"E","userId":"ann","properties":{"email":"x@y.org"} | TRACK    | -
          """)
  void further_ids_are_previous_ones_and_hashed_addresses(
      String call, Kind kind, @Nullable String others) {
    var event = taken("{\"messageId\":\"m\"," + call + "}");
    assertThat(event.kind()).isEqualTo(kind);
    assertThat(event.otherIds()).isEqualTo(others == null ? List.of() : List.of(others));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          IDS                                        | USER                 | ANONYMOUS
          "userId":"ann"                             | ann                  | -
          "userId":null,"anonymousId":"a1"           | -                    | a1
          "userId":42,"anonymousId":"a1"             | 42                   | a1
          "userId":9007199254740993                  | 9007199254740993     | -
          "userId":1.5                               | 1.5                  | -
          "userId":1e3                               | 1000                 | -
          "userId":"","anonymousId":"a1"             | -                    | a1
          "userId":"  ","anonymousId":"a1"           | -                    | a1
          "userId":"undefined","anonymousId":"a1"    | -                    | a1
          "userId":"Guest","anonymousId":"a1"        | -                    | a1
          "userId":0,"anonymousId":"a1"              | -                    | a1
          "userId":"00000000-0000-0000-0000-000000000000","anonymousId":"a1" | - | a1
          "userId":"ann","anonymousId":"null"        | ann                  | -
          "userId":"анна 😀"                          | анна 😀               | -
          """)
  void ids_are_texts_and_placeholders_are_none(String ids, String user, String anonymous) {
    var event = taken("{\"type\":\"track\",\"event\":\"E\",\"messageId\":\"m\"," + ids + "}");
    assertThat(event.userId()).isEqualTo(user);
    assertThat(event.anonymousId()).isEqualTo(anonymous);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          TIMES                                                                     | TIME
          "timestamp":"2026-03-01T10:00:00.123Z"                                    | 2026-03-01T10:00:00.123Z
          "timestamp":"2026-03-01T10:00:00Z","originalTimestamp":"2026-02-01"       | 2026-03-01T10:00:00Z
          "originalTimestamp":"2026-02-01","sentAt":"2026-03-01T11:59:00Z"          | 2026-02-01T00:00:00Z
          "sentAt":"2026-03-01T11:59:00Z"                                           | 2026-03-01T11:59:00Z
          "timestamp":null,"sentAt":null                                            | 2026-03-01T12:00:00Z
          "timestamp":"2026-03-01T10:00:00Z","sentAt":"rubbish"                     | 2026-03-01T10:00:00Z
          "timestamp":"2026-03-01T12:10:00Z"                                        | 2026-03-01T12:10:00Z
          "timestamp":"2026-03-01T12:10:00.001Z"                                    | 2026-03-01T12:00:00Z
          "timestamp":"2025-12-01T12:00:00Z"                                        | 2025-12-01T12:00:00Z
          "timestamp":"2026-03-01T10:00:00Z","sentAt":"2026-03-01T11:00:00Z"        | 2026-03-01T10:00:00Z
          "timestamp":"2026-03-01T10:00:00Z","sentAt":"2026-03-01T11:00:00Z","context":{"library":{"name":"@segment/analytics-node"}} | 2026-03-01T10:00:00Z
          "timestamp":"2026-03-01T10:00:00Z","sentAt":"2026-03-01T11:00:00Z","context":{"library":{"name":"analytics.js"}} | 2026-03-01T11:00:00Z
          "timestamp":"2026-03-01T12:30:00Z","sentAt":"2026-03-01T12:40:00Z","context":{"library":{"name":"analytics-ios"}} | 2026-03-01T11:50:00Z
          "timestamp":"2026-03-01T10:00:00Z","sentAt":"2026-03-01T11:55:00Z","context":{"library":{"name":"analytics.js"}} | 2026-03-01T10:00:00Z
          """)
  void the_time_is_what_the_sender_said_unless_its_clock_is_wrong(String times, String time) {
    var event =
        taken(
            "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"ann\",\"messageId\":\"m\","
                + times
                + "}");
    assertThat(timeOf(event)).isEqualTo(time);
  }

  @Test
  void a_time_far_ahead_is_kept_as_a_property() {
    var event =
        taken(
            "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"ann\",\"timestamp\":\"2027-01-01\"}");
    assertThat(timeOf(event)).isEqualTo(NOW.toString());
    assertThat(propertiesOf(event)).isEqualTo("{\"original_timestamp\":\"2027-01-01\"}");
  }

  @Test
  void the_context_of_the_batch_lies_under_the_calls_own() {
    var batch =
        "{\"context\":{\"ip\":\"1.2.3.4\",\"app\":{\"name\":\"x\"},\"locale\":\"de\"},\"batch\":[CALL]}";
    var call =
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"ann\",\"context\":{\"locale\":\"fr\"}}";
    var protocol = Objects.requireNonNull(Segment.routes(Said.DRAFTS).get("/v1/batch"));
    var body = protocol.open(PlainRequest.at(NOW), bytes(batch.replace("CALL", call)));
    var event = body.calls().events().get(0);
    assertThat(propertiesOf(event))
        .isEqualTo("{\"context\":{\"app\":{\"name\":\"x\"},\"locale\":\"fr\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          CALL                                                          | KIND  | REASON
          "not an object"                                               | BODY  | must be an object
          {"userId":"ann"}                                              | TYPE  | type must be one of track, page, screen, identify, alias, group
          {"type":"alias","userId":"ann"}                               | ID    | previousId must be the id that was used before
          {"type":"alias","previousId":"a1","force":1}                  | ID    | needs a userId or an anonymousId; placeholders such as null or guest are none; force must be true or false; userId must be the id that stays
          {"type":"group","userId":"ann"}                               | ID    | groupId must be a string or a number
          {"type":"group","userId":"ann","groupId":"g","traits":1}      | FIELD | traits must be an object
          {"type":"page"}                                               | ID    | needs a userId or an anonymousId; placeholders such as null or guest are none
          {"type":"page","userId":"null","anonymousId":"0"}             | ID    | needs a userId or an anonymousId; placeholders such as null or guest are none
          {"type":"page","userId":{"id":1}}                             | ID    | userId must be a string or a number
          {"type":"page","userId":["ann"]}                              | ID    | userId must be a string or a number
          {"type":"page","userId":true}                                 | ID    | userId must be a string or a number
          {"type":"page","userId":1e999}                                | ID    | userId must be a string or a number
          {"type":"page","userId":"a\\u0000b"}                           | ID    | userId has a control character
          {"type":"page","userId":"a\\ud800"}                            | ID    | userId has half of a character (a lone surrogate)
          {"type":"page","userId":"ann","messageId":{}}                 | ID    | messageId must be a string or a number
          {"type":"track","userId":"ann"}                               | NAME  | event must be a string that is not blank
          {"type":"track","userId":"ann","event":" "}                   | NAME  | event must be a string that is not blank
          {"type":"track","userId":"ann","event":7}                     | NAME  | event must be a string that is not blank
          {"type":"track","userId":"ann","event":"a\\nb"}                | NAME  | event has a control character
          {"type":"page","userId":"ann","timestamp":"tomorrow"}         | TIME  | timestamp must be an ISO 8601 text such as 2026-01-31T10:00:00Z
          {"type":"page","userId":"ann","timestamp":""}                 | TIME  | timestamp must be an ISO 8601 text such as 2026-01-31T10:00:00Z
          {"type":"page","userId":"ann","timestamp":1700000000}         | TIME  | timestamp must be an ISO 8601 text such as 2026-01-31T10:00:00Z, not a number
          {"type":"page","userId":"ann","sentAt":"x"}                   | TIME  | sentAt must be an ISO 8601 text such as 2026-01-31T10:00:00Z
          {"type":"page","userId":"ann","timestamp":"2025-12-01T11:59:59.999Z"} | TIME | timestamp is older than the PT2160H that are kept
          {"type":"page","userId":"ann","properties":[]}                | FIELD | properties must be an object
          {"type":"page","userId":"ann","context":"x"}                  | FIELD | context must be an object
          {"type":"identify","userId":"ann","traits":"x"}               | FIELD | traits must be an object
          {"type":"track","userId":{},"event":7,"context":1}            | ID    | userId must be a string or a number; event must be a string that is not blank; context must be an object
          """)
  void a_bad_call_is_refused_with_everything_that_is_wrong(
      String call, RefusalKind kind, String reason) {
    var refused = refused(call);
    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused.reason()).isEqualTo(reason);
  }

  @Test
  void texts_may_have_two_hundred_characters_however_wide() {
    var wide = "😀".repeat(200);
    var call = "{\"type\":\"track\",\"event\":\"%s\",\"userId\":\"%s\",\"messageId\":\"%s\"}";
    assertThat(taken(call.formatted(wide, wide, wide)).event().name()).isEqualTo(wide);
    assertThat(refused(call.formatted(wide + "x", wide, wide)).reason())
        .isEqualTo("event has more than 200 characters");
    assertThat(refused(call.formatted(wide, wide + "x", wide + "x")).reason())
        .isEqualTo("messageId has more than 200 characters; userId has more than 200 characters");
  }

  @Test
  void a_refusal_names_the_message() {
    assertThat(refused("{\"type\":\"page\",\"messageId\":\"m1\"}").messageId()).isEqualTo("m1");
  }

  @Test
  void a_call_without_id_that_says_its_time_gets_the_same_id_when_sent_again() {
    var call =
        "{\"type\":\"track\",\"event\":\"%s\",\"userId\":\"ann\","
            + "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":\"%s\"}";
    var first = taken(call.formatted("E", "2026-03-01T10:00:01Z")).event().id();
    var again = taken(call.formatted("E", "2026-03-01T10:05:00Z")).event().id();
    var other = taken(call.formatted("F", "2026-03-01T10:00:01Z")).event().id();
    assertThat(first).startsWith("sha256-").hasSize(50).isEqualTo(again).isNotEqualTo(other);
  }

  @Test
  void a_call_without_id_and_time_gets_a_random_id() {
    var call = "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"ann\"%s}";
    assertThat(taken(call.formatted("")).event().id()).isEqualTo(RANDOM);
    assertThat(taken(call.formatted(",\"sentAt\":\"2026-03-01T11:59:00Z\"")).event().id())
        .isEqualTo(RANDOM);
  }

  @Test
  void the_type_may_come_from_the_path() {
    var call = read("{\"event\":\"E\",\"userId\":\"ann\"}");
    var event = ((Taken) reader.read(call, envelope(CallType.TRACK))).events().get(0);
    assertThat(event.kind()).isEqualTo(Kind.TRACK);
  }

  private ReceivedEvent taken(String call) {
    var reading = reading(call);
    assertThat(reading).isInstanceOf(Taken.class);
    return ((Taken) reading).events().get(0);
  }

  private Refused refused(String call) {
    var reading = reading(call);
    assertThat(reading).isInstanceOf(Refused.class);
    return (Refused) reading;
  }

  private CallReading reading(String call) {
    return reader.read(read(call), envelope(null));
  }

  private static SegmentCall read(String call) {
    return Json.read(bytes(call), tokens -> SegmentCall.read(tokens, bytes(call)));
  }

  private static Envelope envelope(CallType type) {
    return new Envelope(type, MissingNode.getInstance(), Map.of(), NOW);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String timeOf(ReceivedEvent event) {
    return Instant.ofEpochMilli(event.event().timeMillis()).toString();
  }

  private static String propertiesOf(ReceivedEvent event) {
    return PropertyJson.write(EventCodec.properties(event.event())).toString();
  }
}
