package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes, the answer says what is wrong with it, and the door stays open. */
@ExtendWith(SharedDoor.class)
class RubbishRoutesTest {

  private static final String GOOD =
      "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"ann\",\"messageId\":\"m\"}";

  private final Door door;

  RubbishRoutesTest(Door door) {
    this.door = door;
  }

  static Stream<Arguments> bodies() {
    var limit = "A request may have at most 500 KB (512000 bytes), compressed or not.";
    return Stream.of(
        sent("empty body", "", 400, "is empty"),
        sent("blanks", "   ", 400, "is empty"),
        sent("cut off", "{\"batch\":[" + GOOD, 400, "is not valid JSON"),
        sent("not JSON", "<xml/>", 400, "is not valid JSON"),
        sent("more behind it", "{\"batch\":[" + GOOD + "]} x", 400, "is not valid JSON"),
        sent("a number", "7", 400, "must be an object with a list \\\"batch\\\" of calls"),
        sent("null", "null", 400, "must be an object with a list"),
        sent("an array", "[" + GOOD + "]", 400, "must be an object with a list"),
        sent("no batch", "{}", 400, "must be an object with a list"),
        sent("batch no list", "{\"batch\":{}}", 400, "must be a list of calls"),
        sent("batch empty", "{\"batch\":[]}", 400, "must have at least one call"),
        sent("batch of nulls", "{\"batch\":[null,7]}", 400, "batch[1]"),
        sent("deep", deep(100_000), 400, "is nested deeper than 32 levels"),
        sent("field twice", "{\"batch\":[],\"batch\":[]}", 400, "repeats a field"),
        sent("2501 calls", batchOf(2501), 413, "has more than the 2500 calls it may have"),
        sent("500 KB and one byte", " ".repeat(512_001), 413, limit),
        sent("10 MB", bytes("[" + "1,".repeat(5_000_000) + "1]"), 413, limit),
        sent("bomb", Door.gzip(new byte[50_000_000]), 413, limit),
        sent("broken gzip", brokenGzip(), 400, "is broken gzip"),
        sent("cut gzip", Arrays.copyOf(Door.gzip(bytes(GOOD)), 40), 400, "is broken gzip"),
        sent("gzip of nothing", Door.gzip(new byte[0]), 400, "is empty"),
        sent("not UTF-8", wrongUtf8(), 400, "is not valid JSON"),
        sent("zero bytes", new byte[64], 400, "is not valid JSON"),
        sent("like UTF-32", utf32Rubbish(), 400, "is not valid JSON"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void a_bad_body_is_refused_with_its_fault(String what, byte[] body, int status, String message) {
    var reply = door.post("/v1/batch", body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.text()).contains(message);
    assertThat(door.sink.events()).isEmpty();
    assertThat(door.post("/v1/batch", batchOf(1)).status()).isEqualTo(200);
  }

  static Stream<Arguments> badCalls() {
    return Stream.of(
        call("no ids", "{\"type\":\"page\"}", "needs a userId or an anonymousId"),
        call("a list", "[]", "must be an object"),
        call("bad time", "{\"type\":\"page\",\"userId\":\"a\",\"timestamp\":\"x\"}", "ISO 8601"),
        call("epoch", "{\"type\":\"page\",\"userId\":\"a\",\"timestamp\":17}", "not a number"),
        call("old", "{\"type\":\"page\",\"userId\":\"a\",\"timestamp\":\"2020-01-01\"}", "older"),
        call("NUL in name", named("a\\u0000b"), "event has a control character"),
        call("half an emoji", named("\\ud83d"), "event has half of a character"),
        call("long name", named("x".repeat(201)), "event has more than 200 characters"),
        call("33 KB", named("E\",\"p\":\"" + "x".repeat(33 * 1024)), "is longer than the 32 KB"),
        call("unknown type", "{\"type\":\"buy\",\"userId\":\"a\"}", "must be one of track, page"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badCalls")
  void a_bad_call_does_not_spoil_its_batch(String what, String call, String reason) {
    var reply = door.post("/v1/batch", "{\"batch\":[" + call + "," + GOOD + "]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("accepted").intValue()).isEqualTo(1);
    assertThat(reply.json().at("/rejected/0/index").intValue()).isZero();
    assertThat(reply.json().at("/rejected/0/reason").textValue()).contains(reason);
    assertThat(door.sink.rejections()).hasSize(1);
  }

  @Test
  void numbers_as_ids_emoji_in_names_and_unknown_fields_are_fine() {
    var call =
        "{\"type\":\"track\",\"event\":\"😀 \\ud83d\\ude00\",\"userId\":17,\"fresh\":{\"a\":1}}";
    assertThat(door.post("/v1/batch", "{\"batch\":[" + call + "],\"fresh\":1}").status())
        .isEqualTo(200);
    assertThat(door.sink.events().get(0).event().name()).isEqualTo("😀 😀");
    assertThat(door.sink.events().get(0).userId()).isEqualTo("17");
  }

  @Test
  void a_full_batch_is_taken() {
    var reply = door.post("/v1/batch", batchOf(2500));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("accepted").intValue()).isEqualTo(2500);
  }

  @Test
  void a_single_call_of_33_KB_is_too_large() {
    var reply = door.post("/v1/track", named("E\",\"p\":\"" + "x".repeat(33 * 1024)));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text()).contains("is longer than the 32 KB (32768 bytes)");
    assertThat(door.sink.rejections().get(0).raw()).hasSize(32 * 1024);
  }

  @Test
  void an_unreadable_body_of_a_known_project_is_kept_as_text() {
    door.post("/v1/batch", wrongUtf8());
    var rejection = door.sink.rejections().get(0);
    assertThat(rejection.raw()).startsWith("{\"batch\":[{\"type\":\"").contains("\ufffd");
    assertThat(rejection.source()).isEqualTo("v1/batch");
    assertThat(rejection.reason()).startsWith("body is not valid JSON");
  }

  private static Arguments sent(String what, String body, int status, String message) {
    return sent(what, bytes(body), status, message);
  }

  private static Arguments sent(String what, byte[] body, int status, String message) {
    return Arguments.of(what, body, status, message);
  }

  private static Arguments call(String what, String call, String reason) {
    return Arguments.of(what, call, reason);
  }

  private static String named(String name) {
    return "{\"type\":\"track\",\"userId\":\"ann\",\"event\":\"" + name + "\"}";
  }

  private static String batchOf(int calls) {
    return IntStream.range(0, calls)
        .mapToObj(i -> "{\"type\":\"page\",\"userId\":\"u" + i + "\"}")
        .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
  }

  private static String deep(int levels) {
    return "{\"batch\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  private static byte[] brokenGzip() {
    var gzip = Door.gzip(bytes(GOOD.repeat(100)));
    Arrays.fill(gzip, 20, 40, (byte) 0x55);
    return gzip;
  }

  private static byte[] wrongUtf8() {
    var body = bytes("{\"batch\":[{\"type\":\"?age\",\"userId\":\"a\"}]}");
    body[19] = (byte) 0xff;
    return body;
  }

  private static byte[] utf32Rubbish() {
    return new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f, 1, 2, 3};
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
