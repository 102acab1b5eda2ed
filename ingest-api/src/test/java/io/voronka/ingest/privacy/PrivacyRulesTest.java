package io.voronka.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyRulesTest {

  private static final String RULES =
      """
      {"*":    {"drop": ["phone"], "hash": ["email"], "hashKey": "a key of sixteen"},
       "shop": {"drop": ["context.traits", "products.note"], "hash": ["products.serial"]}}
      """;

  private static PrivacyRules rules() {
    var faults = new ArrayList<String>();
    var rules = PrivacyRules.read(RULES.getBytes(StandardCharsets.UTF_8), faults::add);
    assertThat(faults).isEmpty();
    return rules;
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode kept(String project, String properties) {
    var fields = (Fields) PropertyJson.read(json(properties));
    return PropertyJson.write(rules().of(project).of(fields));
  }

  @Test
  void what_is_dropped_is_gone_and_nothing_else_is() {
    assertThat(
            kept(
                "shop",
                """
                {"phone": "1", "telephone": "2", "context": {"phone": "3", "traits": {"a": 1}, "locale": "de"},
                 "products": [{"sku": "s1", "note": "n"}, {"sku": "s2", "note": {"x": 1}}, "x"]}
                """))
        .isEqualTo(
            json(
                """
                {"telephone": "2", "context": {"phone": "3", "locale": "de"},
                 "products": [{"sku": "s1"}, {"sku": "s2"}, "x"]}
                """));
    assertThat(kept("mall", "{\"phone\": 1, \"context\": {\"traits\": \"1\"}}"))
        .isEqualTo(json("{\"context\": {\"traits\": \"1\"}}"));
  }

  @Test
  void a_hash_is_the_same_for_the_same_text_and_says_nothing_of_it() {
    var one = kept("shop", "{\"email\": \"ann@example.com\", \"products\": [{\"serial\": 7}]}");
    var same = kept("mall", "{\"email\": \" ann@example.com\"}");
    var other = kept("mall", "{\"email\": \"bob@example.com\"}");

    // As openssl dgst -sha256 -hmac 'a key of sixteen' gives it.
    assertThat(one.path("email").textValue())
        .isEqualTo("0c38397f562e2501eb49e4585ed1c30e1e09ddecd0b7ce78d122ad97d42a9b17");
    assertThat(one.at("/products/0/serial").textValue()).matches("[0-9a-f]{64}");
    assertThat(same.path("email")).isEqualTo(one.path("email"));
    assertThat(other.path("email")).isNotEqualTo(one.path("email"));
  }

  @Test
  void all_of_an_object_is_hashed() {
    var kept =
        kept("mall", "{\"email\": {\"home\": \"a@example.com\", \"all\": [\"b\", 1, true]}}");
    assertThat(kept.at("/email/home").textValue()).matches("[0-9a-f]{64}");
    assertThat(kept.at("/email/all")).hasSize(3).allMatch(item -> item.asText().length() == 64);
  }

  @Test
  void of_what_was_rejected_no_such_field_is_kept_wherever_it_stands() {
    var rule = rules().of("shop");
    assertThat(
            rule.ofRejected(
                json(
                    "{\"a\": [{\"phone\": 1, \"note\": 2}], \"email\": 3, \"traits\": 4, \"b\":"
                        + " 5}")))
        .isEqualTo(json("{\"a\": [{}], \"b\": 5}"));
    assertThat(rule.ofRejected(Map.of("phone", "1", "stage", "2"))).isEqualTo(Map.of("stage", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                            | the file must be an object of rules by project, or * for all
          {                                             | the file is not valid JSON (line 2, column 1)
          {"Shop": {}}                                  | Shop: a project is of a-z, 0-9 and -
          {"shop": []}                                  | shop: must be an object of drop, hash and hashKey
          {"shop": {"keep": []}}                        | shop: keep is none of drop, hash, hashKey
          {"shop": {"drop": "phone"}}                   | shop: drop must be a list of properties such as phone or context.traits.phone
          {"shop": {"drop": ["a..b"]}}                  | shop: drop must have properties such as phone or context.traits.phone only
          {"shop": {"hash": ["a"]}}                     | shop: hash needs a hashKey
          {"shop": {"hash": ["a"], "hashKey": "short"}} | shop: hashKey must have at least 16 characters
          """)
  void each_fault_is_named(String json, String fault) {
    var faults = new ArrayList<String>();
    PrivacyRules.read((json + "\n").getBytes(StandardCharsets.UTF_8), faults::add);
    assertThat(faults).containsExactly(fault);
  }
}
