package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteKeysTest {

  private final WriteKeys keys = new WriteKeys(Map.of("secret01", "shop"));

  @Test
  void a_basic_user_name_is_a_key_with_or_without_its_colon() {
    assertThat(keys.projectOfHeader("Basic " + base64("secret01:"))).isEqualTo("shop");
    assertThat(keys.projectOfHeader("basic " + base64("secret01"))).isEqualTo("shop");
    assertThat(keys.projectOfHeader("Basic " + base64("secret01:password"))).isEqualTo("shop");
  }

  @Test
  void a_bearer_token_is_a_key() {
    assertThat(keys.projectOfHeader("Bearer secret01")).isEqualTo("shop");
    assertThat(keys.projectOfHeader("bearer  secret01 ")).isEqualTo("shop");
  }

  @Test
  void anything_else_names_no_project() {
    assertThat(keys.projectOfHeader(null)).isNull();
    assertThat(keys.projectOfHeader("")).isNull();
    assertThat(keys.projectOfHeader("secret01")).isNull();
    assertThat(keys.projectOfHeader("Basic ~~~")).isNull();
    assertThat(keys.projectOfHeader("Basic " + base64("other001:"))).isNull();
    assertThat(keys.projectOfHeader("Bearer other001")).isNull();
    assertThat(keys.project(null)).isNull();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
