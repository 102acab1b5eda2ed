package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.wire.MalformedRecord;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"?>~\"}",
        " \n{\"a\":\"?>~\"}",
        "data=%7B%22a%22%3A%22%3F%3E~%22%7D",
        "data=eyJhIjoiPz5%2BIn0%3D",
        "data=eyJhIjoiPz5+In0=",
        "data=eyJhIjoiPz5-In0",
        "data=eyJhIjoiPz5%2BIn0%3D&ip=1"
      })
  void json_is_found_in_every_disguise(String body) {
    assertThat(Payload.json(bytes(body)).toString()).isEqualTo("{\"a\":\"?>~\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data=", "data=%%%", "data=%zz", "data=!!!", "x=1", "data=eyJh"})
  void what_is_none_is_said(String body) {
    assertThatThrownBy(() -> Payload.json(bytes(body))).isInstanceOf(MalformedRecord.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          FORM                              | TREE
          a=1&b=x+y                         | {"a":"1","b":"x y"}
          a[b][0]=1&a[b][7]=2               | {"a":{"b":{"0":"1","7":"2"}}}
          a%5Bb%5D=%D0%AF&c                 | {"a":{"b":"Я"},"c":""}
          a[b=1                             | {"a[b":"1"}
          [x]=1                             | {"[x]":"1"}
          a[b]c=1                           | {"a":{"b":"1"}}
          """)
  void brackets_are_a_tree(String form, String tree) {
    assertThat(Form.parse(bytes(form)).tree().toString()).isEqualTo(tree);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&a[b]=2", "a[b]=1&a=2", "a[b]=1&a[b][c]=2"})
  void a_value_is_no_list(String form) {
    assertThatThrownBy(() -> Form.parse(bytes(form)).tree())
        .isInstanceOf(MalformedRecord.class)
        .hasMessage("has a field that is a value and a list");
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 50_000})
  void a_tree_is_no_deeper_than_json_may_be(int levels) {
    assertThatThrownBy(() -> Form.parse(bytes("a" + "[b]".repeat(levels) + "=1")).tree())
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("deeper than 32 levels");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
