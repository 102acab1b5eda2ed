package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.wire.MalformedRecord;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsTest {

  private final Protocol door = Objects.requireNonNull(CloudEvents.routes(Said.DRAFTS).get("/ce"));
  private final PlainRequest structured =
      PlainRequest.at(Said.NOW).with("Content-Type", "Application/CloudEvents+JSON; charset=utf-8");
  private final PlainRequest binary =
      PlainRequest.at(Said.NOW)
          .with("ce-specversion", "1.0")
          .with("ce-id", "1")
          .with("ce-source", "/s")
          .with("ce-type", "T")
          .with("ce-subject", "ann");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          EVENT                                                                   ~ SAID
          "subject":"ann"                                                         ~ TRACK T #/s|1 now ann/null[] {"source":"/s"}
          "subject":"ann","time":"2026-03-01T10:00:00+01:00"                      ~ TRACK T #/s|1 2026-03-01T09:00:00Z ann/null[] {"source":"/s"}
          "subject":"order-7","data":{"user_id":"ann","anonymous_id":"a","p":1}   ~ TRACK T #/s|1 now ann/a[] {"source":"/s","p":1}
          "data":{"anonymous_id":"a","properties":{"p":1},"q":2}                  ~ TRACK T #/s|1 now null/a[] {"source":"/s","q":2,"p":1}
          "data":{"anonymous_id":"a","properties":7}                              ~ TRACK T #/s|1 now null/a[] {"source":"/s","properties":7}
          "subject":"ann","region":"eu","data":[1]                                ~ TRACK T #/s|1 now ann/null[] {"region":"eu","source":"/s","data":[1]}
          "subject":"ann","data_base64":"AQI="                                    ~ TRACK T #/s|1 now ann/null[] {"source":"/s","data_base64":"AQI="}
          "subject":"ann","data":1,"data_base64":"AQI="                           ~ refused: data_base64 can't be there beside data
          "x":1                                                                   ~ refused: needs a subject, or a user_id, anonymous_id or email in its data; placeholders such as null or guest are none
          """)
  void an_event_says(String event, String said) {
    var body =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\"," + event + "}";
    assertThat(Said.by(door, structured, body)).isEqualTo(said);
  }

  @Test
  void every_attribute_that_is_missing_is_named() {
    assertThat(Said.by(door, structured, "{\"specversion\":\"0.3\"}"))
        .isEqualTo(
            "refused: specversion must be 1.0; id must be a string that is not blank; source must"
                + " be a string that is not blank; type must be a string that is not blank");
  }

  @Test
  void a_batch_may_be_empty() {
    var batch =
        PlainRequest.at(Said.NOW).with("Content-Type", "application/cloudevents-batch+json");
    assertThat(Said.by(door, batch, "[]")).isEmpty();
    assertThatThrownBy(() -> Said.by(door, batch, "{}")).isInstanceOf(UnusableBody.class);
  }

  @Test
  void other_formats_than_json_are_not_read() {
    var avro = PlainRequest.at(Said.NOW).with("Content-Type", "application/cloudevents+avro");
    assertThatThrownBy(() -> Said.by(door, avro, "x"))
        .isInstanceOfSatisfying(
            UnusableBody.class, unusable -> assertThat(unusable.type().status()).isEqualTo(415));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          application/json         | {"p":1} | "p":1,
          text/plain;charset=UTF-8 | {"p":1} | "p":1,
          text/plain               | hello   | "data":"hello"
          application/octet-stream | x       | "data_base64":"eA=="
          """)
  void data_alone_is_read_by_its_type(String type, String body, String property) {
    var said = Said.by(door, binary.with("Content-Type", type), body);
    assertThat(said).startsWith("TRACK T #/s|1 now ann/null[]");
    assertThat(said.replace("}", ",}")).contains(property);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Euro%20%E2%82%AC    | Euro €
          "say \\"50%25\\""   | say "50%"
          100%                | 100%
          %zz                 | %zz
          """)
  void header_values_are_unquoted_and_decoded_once(String header, String text) {
    assertThat(CloudEventHeaders.decoded(header)).isEqualTo(text);
  }

  @Test
  void a_header_that_is_not_UTF_8_is_refused() {
    assertThatThrownBy(() -> Said.by(door, binary.with("ce-x", "%ff"), ""))
        .isInstanceOf(MalformedRecord.class);
  }
}
