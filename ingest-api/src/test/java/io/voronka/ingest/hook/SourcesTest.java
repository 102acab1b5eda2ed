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
              "secrets": ["secret-02"], "visitor": "v", "user": 17,
              "won": ["7", 9], "lost": ["8"]},
             "amo": {"kind": "kommo", "project": "demo", "secret": "secret-01", "account": "acme"}}
            """);
    assertThat(faults).isEmpty();
    var source = sources.find("pipedrive", "crm");
    assertThat(source.secrets()).containsExactly("secret-01", "secret-02");
    assertThat(source.won()).containsExactlyInAnyOrder("7", "9");
    assertThat(source.user()).isEqualTo("17");
    assertThat(sources.find("kommo", "amo").account()).isEqualTo("acme");
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
          {"a":7}                                                                    | a: must be an object
          {"a":{"kind":"hubspot","project":"d","secret":"12345678","won":"closed","lost":[{}],"visitor":{},"user":" "}} | a: visitor must be a text that is not blank; a: user must be a text that is not blank; a: won must be a list of stages by their ids; a: lost must be a list of stages by their ids
          {"a":{"kind":"stripe","project":"d","secret":"12345678","account":"acct_1","won":["7"]}} | a: account has no meaning for stripe, which knows user, visitor; a: won has no meaning for stripe, which knows user, visitor
          {"a":{"kind":"sendgrid","project":"d","secret":"no public key"}}           | a: secret must be the verification key that SendGrid shows, in base64
          {"a":{"kind":"hubspot","project":"d","secret":7,"secrets":["12345678"]}}   | a: secret must be a text, or secrets a list of texts, of at least 8 characters
          {"a":{"kind":"hubspot","project":"d","secrets":"12345678"}}                | a: secret must be a text, or secrets a list of texts, of at least 8 characters
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
