package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteKeysTest {

  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final Senders senders = new Senders("run", () -> now);
  private final WriteKeys keys = new WriteKeys(Map.of("secret01", "shop"), senders, () -> now);

  @Test
  void a_basic_user_name_is_a_key_with_or_without_its_colon() {
    assertThat(projectOf("Basic " + base64("secret01:"))).isEqualTo("shop");
    assertThat(projectOf("basic " + base64("secret01"))).isEqualTo("shop");
    assertThat(projectOf("Basic " + base64("secret01:password"))).isEqualTo("shop");
  }

  @Test
  void a_bearer_token_is_a_key() {
    assertThat(projectOf("Bearer secret01")).isEqualTo("shop");
    assertThat(projectOf("bearer  secret01 ")).isEqualTo("shop");
  }

  @Test
  void anything_else_names_no_project() {
    assertThat(keys.ofHeader(null)).isNull();
    assertThat(keys.ofHeader("")).isNull();
    assertThat(keys.ofHeader("secret01")).isNull();
    assertThat(keys.ofHeader("Basic ~~~")).isNull();
    assertThat(keys.ofHeader("Basic " + base64("other001:"))).isNull();
    assertThat(keys.ofHeader("Bearer other001")).isNull();
    assertThat(keys.find(null)).isNull();
  }

  @Test
  void a_key_that_is_made_is_good_at_once_and_one_that_is_removed_no_more() {
    keys.take(AccessRecord.of(key("k1", false, secret("madekey1"))));
    assertThat(project("madekey1")).isEqualTo("shop");

    keys.take(AccessRecord.removed(AccessRecord.Kind.KEY, "shop", "k1"));
    assertThat(project("madekey1")).isNull();
    assertThat(project("secret01")).isEqualTo("shop");
  }

  @Test
  void a_key_that_is_rotated_is_good_by_both_secrets_for_a_while() {
    keys.take(AccessRecord.of(key("k1", false, secret("first111"))));
    var until = now.plusSeconds(60).toEpochMilli();
    keys.take(
        AccessRecord.of(
            key("k1", false, secret("second22"), new Secret(Secrets.hash("first111"), "", until))));
    assertThat(project("first111")).isEqualTo("shop");
    assertThat(project("second22")).isEqualTo("shop");

    now = now.plusSeconds(60);
    assertThat(project("first111")).isNull();
    assertThat(project("second22")).isEqualTo("shop");

    keys.take(AccessRecord.of(key("k1", false, secret("third333"))));
    assertThat(project("second22")).isNull();
    assertThat(project("third333")).isEqualTo("shop");
  }

  @Test
  void a_disabled_key_is_unknown() {
    keys.take(AccessRecord.of(key("k1", true, secret("madekey1"))));
    assertThat(project("madekey1")).isNull();
    keys.take(AccessRecord.of(key("k1", false, secret("madekey1"))));
    assertThat(project("madekey1")).isEqualTo("shop");
  }

  @Test
  void an_edit_does_not_forget_what_was_sent() {
    keys.take(AccessRecord.of(key("k1", false, secret("madekey1"))));
    keys.find("madekey1").use().took(3, 1, now.toEpochMilli());
    keys.take(AccessRecord.of(key("k1", false, secret("madekey2"))));
    keys.find("madekey2").use().took(4, 0, now.toEpochMilli());

    var told = new ArrayList<KeyUse>();
    senders.tell(told::add);
    assertThat(told)
        .extracting(KeyUse::id)
        .contains("k1")
        .anyMatch(id -> id.startsWith("settings-"));
    var use = told.stream().filter(one -> one.id().equals("k1")).findFirst().orElseThrow();
    assertThat(use.accepted()).isEqualTo(7);
    assertThat(use.rejected()).isEqualTo(1);
    assertThat(use.lastSeenMillis()).isEqualTo(now.toEpochMilli());
  }

  @Test
  void only_news_are_told_and_the_settings_every_minute() {
    var told = new ArrayList<KeyUse>();
    senders.tell(told::add);
    assertThat(told).hasSize(1);
    senders.tell(told::add);
    assertThat(told).hasSize(1);
    now = now.plusSeconds(60);
    senders.tell(told::add);
    assertThat(told).hasSize(2).allMatch(KeyUse::fromSettings);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.com,       true",
    "HTTPS://SHOP.example.com,       true",
    "http://shop.example.com,        false",
    "https://shop.example.com:8443,  false",
    "https://a.b.example.org,        true",
    "https://example.org,            false",
    "https://evil-example.org,       false",
    "https://example.org.evil.com,   false",
    "null,                           false"
  })
  void pages_of_other_origins_are_not_allowed(String origin, boolean isAllowed) {
    var origins = List.of("https://shop.example.com", "https://*.example.org");
    var limited = new WriteKey("shop", "k1", "", List.of(), origins, 0, false, false, 0);

    assertThat(senders.ofKey(limited, false).allows(origin)).isEqualTo(isAllowed);
    assertThat(senders.ofKey(limited, false).allows(null)).isTrue();
  }

  private String project(String key) {
    var sender = keys.find(key);
    return sender == null ? null : sender.project();
  }

  private String projectOf(String header) {
    return keys.ofHeader(header).project();
  }

  private static Secret secret(String text) {
    return new Secret(Secrets.hash(text), "", Secret.FOR_GOOD);
  }

  private static WriteKey key(String id, boolean disabled, Secret... secrets) {
    return new WriteKey("shop", id, "", List.of(secrets), List.of(), 0, disabled, false, 0);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
