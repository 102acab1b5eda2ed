package io.voronka.ingest.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {

  private final List<String> faults = new ArrayList<>();

  @Test
  void every_field_is_read() {
    var sources =
        read(
            """
            {"crm": {"kind": "pipedrive", "project": "demo", "secret": "secret-01",
              "secrets": ["secret-02"], "account": "acme", "visitor": "v", "user": "u",
              "won": ["7"], "lost": ["8"]}}
            """);
    assertThat(faults).isEmpty();
    var source = sources.find("pipedrive", "crm");
    assertThat(source.secrets()).containsExactly("secret-02", "secret-01");
    assertThat(source.won()).containsExactly("7");
    assertThat(source).asString().doesNotContain("secret-0");
    assertThat(sources.find("hubspot", "crm")).isNull();
    assertThat(sources.find("pipedrive", "other")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          FILE                                                                       | FAULTS
          {}                                                                         |
          []                                                                         | the file must be an object of sources by their ids
          {"a":                                                                      | the file is not valid JSON (line 1, column 6)
          {"a b":{"kind":"json2","project":"Demo","secret":"short","colour":1}}      | a b: an id has 1 to 64 letters, digits, - and _; a b: colour is none of account, kind, lost, mapping, project, secret, secrets, user, visitor, won; a b: kind must be one of amocrm, bitrix24, hubspot, json, kommo, mailchimp, mandrill, pipedrive, sendgrid, stripe, typeform; a b: project must be of a-z, 0-9 and -; a b: secret must be a text, or secrets a list of texts, of at least 8 characters
          {"a":{"kind":"json","project":"d","secret":"12345678"}}                    | a: mapping must be an object
          {"a":{"kind":"json","project":"d","secret":"12345678","mapping":{"name":"/a","properties":{"x":7}}}} | a: mapping.name is none of anonymousId, contact, each, email, event, messageId, properties, time, userId; a: mapping.properties.x must be a JSON pointer such as /data/id, or a text; a: mapping.event must say what the event is called
          {"a":{"kind":"json","project":"d","secret":"12345678","mapping":{"event":"Sold","each":"items","messageId":"id"}}} | a: mapping.each must be a JSON pointer such as /data/id; a: mapping.messageId must be a JSON pointer such as /data/id
          """)
  void every_fault_is_named(String file, String expected) {
    read(file);
    assertThat(String.join("; ", faults)).isEqualTo(expected == null ? "" : expected);
  }

  private Sources read(String file) {
    return Sources.read(file.getBytes(StandardCharsets.UTF_8), faults::add);
  }
}
