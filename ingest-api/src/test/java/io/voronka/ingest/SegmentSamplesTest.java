package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as published SDKs sent them, byte for byte. */
class SegmentSamplesTest {

  private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");

  private static final Door SHARED = new Door();

  private final Door door = SHARED.fresh();

  @AfterAll
  static void close() {
    SHARED.close();
  }

  @Test
  void a_batch_of_the_server_library() {
    var reply = replay("segment-node-3.1.0/01-batch", "/v1/batch");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("accepted").intValue()).isEqualTo(7);
    assertThat(reply.json().path("rejected"))
        .extracting(call -> call.path("reason").textValue())
        .containsExactly("type group is not taken yet");
    assertThat(door.sink.events())
        .extracting(SegmentSamplesTest::line)
        .containsExactly(
            "2026-11-22T09:57:28.110Z TRACK Landing Viewed null anon-3f1a",
            "2026-11-22T09:58:28.111Z IDENTIFY Identify user-1001 anon-3f1a",
            "2026-11-22T09:58:38.111Z TRACK Signup Completed user-1001 anon-3f1a",
            "2026-11-22T09:59:58.111Z TRACK Order Paid user-1001 null",
            "2026-11-22T10:00:28.111Z PAGE Page Viewed null anon-9c77",
            "2026-11-22T10:00:28.111Z SCREEN Screen Viewed null anon-9c77",
            "2026-11-22T10:00:28.111Z ALIAS Alias user-1001 null");
    assertThat(properties(0).at("/context/campaign/source").textValue()).isEqualTo("ads");
    assertThat(properties(0).at("/context/ip").isMissingNode()).isTrue();
    assertThat(properties(1).toString())
        .isEqualTo("{\"email\":\"ann@example.com\",\"phone\":\"+15550100\",\"plan\":\"trial\"}");
    assertThat(properties(3).path("revenue").doubleValue()).isEqualTo(49.9);
    assertThat(properties(4).path("name").textValue()).isEqualTo("Pricing");
    assertThat(properties(5).path("name").textValue()).isEqualTo("Home");
    assertThat(door.sink.events().get(3).event().id())
        .isEqualTo("node-next-1795341628111-fd61a37e-0149-4ad9-886c-f9a8f22caca7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          SAMPLE                                  | PATH         | EVENT
          segment-node-classic-6.2.0/01-batch     | /v1/batch    | 2026-11-22T10:00:31.248Z IDENTIFY Identify user-1001 null
          segment-node-classic-6.2.0/02-batch     | /v1/batch    | 2026-11-22T10:00:31.250Z TRACK Order Paid user-1001 null
          segment-browser-1.70.0/02-page          | /v1/page     | 2026-11-22T10:00:39.363Z PAGE Page Viewed null anon-b51e
          segment-browser-1.70.0/03-track         | /v1/track    | 2026-11-22T10:00:39.403Z TRACK Signup Started null anon-b51e
          segment-browser-1.70.0/04-identify      | /v1/identify | 2026-11-22T10:00:39.428Z IDENTIFY Identify user-1002 anon-b51e
          segment-browser-1.70.0/05-track         | /v1/track    | 2026-11-22T10:00:39.444Z TRACK Signup Completed user-1002 anon-b51e
          segment-browser-1.70.0/08-screen        | /v1/screen   | 2026-11-22T10:00:39.501Z SCREEN Screen Viewed user-1002 anon-b51e
          segment-browser-1.84.3/03-page          | /v1/page     | 2026-11-22T10:00:32.498Z PAGE Page Viewed null anon-b51e
          segment-browser-1.84.3/04-track         | /v1/track    | 2026-11-22T10:00:32.571Z TRACK Signup Started null anon-b51e
          segment-browser-1.84.3/05-identify      | /v1/identify | 2026-11-22T10:00:32.610Z IDENTIFY Identify user-1002 anon-b51e
          segment-browser-1.84.3/06-track         | /v1/track    | 2026-11-22T10:00:32.645Z TRACK Signup Completed user-1002 anon-b51e
          segment-browser-1.84.3/09-screen        | /v1/screen   | 2026-11-22T10:00:32.707Z SCREEN Screen Viewed user-1002 anon-b51e
          segment-browser-1.84.3-batching/04-b-batch | /v1/batch | 2026-11-22T10:00:37.185Z TRACK Left Page user-1002 anon-b51e
          """)
  void one_call(String sample, String path, String event) {
    var reply = replay(sample, path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("success").booleanValue()).isTrue();
    assertThat(door.sink.events()).extracting(SegmentSamplesTest::line).containsExactly(event);
  }

  @Test
  void a_batch_of_the_browser_library() {
    var reply = replay("segment-browser-1.84.3-batching/03-b-batch", "/v1/batch");
    assertThat(reply.json().path("accepted").intValue()).isEqualTo(6);
    assertThat(reply.json().path("rejected")).hasSize(1);
  }

  @Test
  void a_batch_sent_again_brings_the_same_message_ids() {
    replay("segment-node-3.1.0/01-batch", "/v1/batch");
    replay("segment-node-3.1.0/01-batch", "/v1/batch");
    var ids = door.sink.events().stream().map(event -> event.event().id()).toList();
    assertThat(ids.subList(7, 14)).isEqualTo(ids.subList(0, 7));
  }

  @ParameterizedTest
  @CsvSource({
    "segment-browser-1.84.3/02-preflight-v1-p,/v1/page",
    "segment-browser-1.84.3-batching/02-preflight-v1-b,/v1/batch"
  })
  void the_preflight_of_the_browser_library(String sample, String path) {
    var reply = replay(sample, path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Access-Control-Allow-Headers")).isEqualTo("authorization");
  }

  /** Sends a sample to a path; the browser library itself uses short ones for the same routes. */
  private Door.Reply replay(String sample, String path) {
    var request = Json.read(resource(sample + ".json"));
    var headers = new HashMap<String, String>();
    for (var header : request.path("headers").properties()) {
      if (!SET_BY_THE_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        headers.put(header.getKey(), header.getValue().textValue());
      }
    }
    var body = request.has("body_file") ? resource(sample + ".body") : new byte[0];
    return door.send(request.path("method").textValue(), path, body, headers);
  }

  private static byte[] resource(String name) {
    try (var in = SegmentSamplesTest.class.getResourceAsStream("/segment/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String line(ReceivedEvent event) {
    return List.of(
            java.time.Instant.ofEpochMilli(event.event().timeMillis()).toString(),
            event.kind().name(),
            event.event().name(),
            String.valueOf(event.userId()),
            String.valueOf(event.anonymousId()))
        .stream()
        .collect(java.util.stream.Collectors.joining(" "));
  }

  private JsonNode properties(int index) {
    return PropertyJson.write(EventCodec.properties(door.sink.events().get(index).event()));
  }
}
