package io.voronka.ingest;

import static io.voronka.ingest.Door.KEY;
import static io.voronka.ingest.Door.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a request is, wherever its key stands. */
@ExtendWith(SharedDoor.class)
class WriteKeyRoutesTest {

  private static final byte[] CALL_BYTES =
      "{\"event\":\"E\",\"userId\":\"ann\"}".getBytes(StandardCharsets.UTF_8);

  private final Door door;

  WriteKeyRoutesTest(Door door) {
    this.door = door;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          HEADER                   | IN THE BODY    | STATUS | PROJECT
          Basic wk_demo_7Qp2:      |                | 200    | demo
          Basic wk_demo_7Qp2       |                | 200    | demo
          Bearer wk_demo_7Qp2      |                | 200    | demo
          Bearer wk_other_1234     | wk_demo_7Qp2   | 200    | other
          Bearer oauth-token       | wk_demo_7Qp2   | 200    | demo
                                   | wk_demo_7Qp2   | 200    | demo
                                   |                | 401    |
          Bearer oauth-token       | wk_wrong_key   | 401    |
          Basic wk_wrong_key:      |                | 401    |
          """)
  void the_first_known_key_names_the_project(
      String header, String key, int status, String project) {
    var body = key == null ? "{\"batch\":[%s]}" : "{\"writeKey\":\"" + key + "\",\"batch\":[%s]}";
    var headers =
        header == null ? Map.<String, String>of() : Map.of("Authorization", encoded(header));
    var call = "{\"type\":\"page\",\"userId\":\"ann\"}";
    var reply =
        door.send(
            "POST", "/v1/batch", body.formatted(call).getBytes(StandardCharsets.UTF_8), headers);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(door.sink.intakes())
        .extracting(Intake::project)
        .isEqualTo(project == null ? java.util.List.of() : java.util.List.of(project));
  }

  @Test
  void a_single_call_may_carry_the_key_itself() {
    var call = "{\"event\":\"E\",\"userId\":\"ann\",\"writeKey\":\"" + OTHER_KEY + "\"}";
    var reply = door.send("POST", "/v1/track", call.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(door.sink.intakes().get(0).project()).isEqualTo("other");
  }

  @Test
  void the_key_may_stand_in_the_query() {
    var reply = door.send("POST", "/v1/track?writeKey=" + KEY, CALL_BYTES, Map.of());
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void without_a_known_key_nothing_is_kept() {
    var reply =
        door.send("POST", "/v1/track", "rubbish".getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.text()).doesNotContain("rubbish");
    assertThat(door.sink.intakes()).isEmpty();
  }

  private static String encoded(String header) {
    return header.startsWith("Basic ")
        ? "Basic "
            + Base64.getEncoder()
                .encodeToString(header.substring(6).getBytes(StandardCharsets.UTF_8))
        : header;
  }
}
