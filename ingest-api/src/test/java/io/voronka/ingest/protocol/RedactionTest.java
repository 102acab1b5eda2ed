package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"writeKey":"abc","event":"E"                    | {"writeKey":[removed],"event":"E"
          {"token" : "a\\"bc", "x": 1                      | {"token" : [removed], "x": 1
          {"api_key":"never ends                           | {"api_key":[removed]
          event=E&auth[access_token]=abc&auth[domain]=d    | event=E&auth[access_token]=[removed]&auth[domain]=[removed]
          auth%5Bapplication_token%5D=abc&ts=1             | auth%5Bapplication_token%5D=[removed]&ts=1
          application_token=abc&data[FIELDS][ID]=7         | application_token=[removed]&data[FIELDS][ID]=7
          {"ip":"203.0.113.7","zip":"10115"                | {"ip":[removed],"zip":"10115"
          {"$ip":"203.0.113.7"                             | {"$ip":[removed]
          Authorization: Bearer                            | Authorization: [removed]
          {"tokens":"kept","broken                         | {"tokens":"kept","broken
          no secret at all                                 | no secret at all
          my s3cret-of-the-source and s3cret-of-the-source | my [removed] and [removed]
          my a%2Fb%2Fc%2Fd in a form                       | my [removed] in a form
          """)
  void a_text_is_kept_without_what_is_secret(String text, String kept) {
    assertThat(Redaction.ofText(text, List.of("s3cret-of-the-source", "a/b/c/d"))).isEqualTo(kept);
  }

  @Test
  void a_value_is_kept_without_what_is_secret_wherever_it_stands() {
    var value =
        json(
            """
            {"event": "E", "writeKey": "k", "properties": {"Token": "t", "deep": [{"ip": "1.2.3.4", "n": 1}]},
             "auth": {"access_token": "a"}, "tokens": 3}
            """);

    assertThat(Redaction.ofValue(value))
        .isEqualTo(json("{\"event\":\"E\",\"properties\":{\"deep\":[{\"n\":1}]},\"tokens\":3}"));
    assertThat(value.has("writeKey")).isTrue();
  }

  @Test
  void a_query_is_kept_without_its_key() {
    assertThat(Redaction.ofQuery(Map.of("token", "t", "key", "k", "stage", "C1:NEW")))
        .isEqualTo(Map.of("stage", "C1:NEW"));
  }

  @Test
  void a_text_that_was_made_to_be_slow_is_not() {
    var text = "\"token\"".repeat(4000) + "auth[".repeat(4000) + "token=\"" + "\\".repeat(9000);
    long begin = System.nanoTime();
    assertThat(Redaction.ofText(text, List.of())).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
