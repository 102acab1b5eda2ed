package io.voronka.wire.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Seal;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.source.StoredSource.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredSourceTest {

  private static final String TEXT = "whsec_Nobody-may-see-this";

  private final SourceSecrets secrets = secrets(0);
  private final StoredSource source = source("shop", "stripe", "pay", TEXT);

  private static SourceSecrets secrets(int first) {
    var key = new byte[Seal.KEY_BYTES];
    key[0] = (byte) first;
    return new SourceSecrets(key, new SecureRandom());
  }

  private StoredSource source(String project, String kind, String id, String secret) {
    var settings = Json.read("{\"visitor\": \"vid\"}".getBytes(StandardCharsets.UTF_8));
    var closed = new Secret(secrets.close(project, kind, id, secret), 1000, Secret.FOR_GOOD);
    return new StoredSource(project, id, kind, settings, List.of(closed), false, 1000);
  }

  @Test
  void a_secret_opens_with_its_key_and_in_its_place_alone() {
    var secret = source.secrets().get(0);
    assertThat(secrets.open(source, secret)).contains(TEXT);
    assertThat(secrets.isOpen(source)).isTrue();

    assertThat(secrets(1).open(source, secret)).isEmpty();
    assertThat(secrets(1).isOpen(source)).isFalse();
    assertThat(secrets.open(source("mall", "stripe", "pay", TEXT), secret)).isEmpty();
    assertThat(secrets.open(source("shop", "hubspot", "pay", TEXT), secret)).isEmpty();
    assertThat(secrets.open(source("shop", "stripe", "pay2", TEXT), secret)).isEmpty();
    assertThat(secrets.isOpen(source.with(List.of()))).isFalse();
  }

  @Test
  void a_record_comes_back_as_it_was_and_tells_nothing() {
    var record = AccessRecord.of(source);
    var value = record.encodeValue();

    assertThat(AccessRecord.decode(record.encodeKey(), value)).isEqualTo(record);
    assertThat(new String(value, StandardCharsets.UTF_8)).doesNotContain(TEXT);
    assertThat(record.toString()).doesNotContain(TEXT);
    var removed = AccessRecord.removed(AccessRecord.Kind.SOURCE, "shop", "pay");
    assertThat(AccessRecord.decode(removed.encodeKey(), removed.encodeValue())).isEqualTo(removed);
    assertThat(removed.encodeKey()).isEqualTo(record.encodeKey());
    assertThat(removed.isRemoval()).isTrue();
    assertThat(record.isRemoval()).isFalse();
  }

  @Test
  void a_record_that_lacks_something_is_none() {
    var key = AccessRecord.of(source).encodeKey();
    for (var value : List.of("{}", "{\"project\": \"shop\", \"id\": \"pay\"}", "7")) {
      assertThatThrownBy(() -> AccessRecord.decode(key, value.getBytes(StandardCharsets.UTF_8)))
          .as(value)
          .isInstanceOf(MalformedRecord.class);
    }
  }

  @Test
  void what_is_kept_is_read_by_the_rules_of_the_settings() {
    assertThat(source.read())
        .hasValueSatisfying(read -> assertThat(read.visitorField()).isEqualTo("vid"));
    assertThat(source("shop", "fax", "pay", TEXT).read()).isEmpty();
    var withOthers =
        new StoredSource(
            "shop",
            "pay",
            "stripe",
            Json.read("{\"won\": [\"7\"]}".getBytes(StandardCharsets.UTF_8)),
            source.secrets(),
            false,
            1000);
    assertThat(withOthers.read()).as("stripe knows no stages").isEmpty();
  }

  @Test
  void what_can_be_said_of_a_source_is_said_again_in_one_form() {
    var json =
        """
        {"kind": "pipedrive", "visitor": 17, "won": [9, "7"], "lost": []}
        """;
    var form = new FormReader();
    var read =
        new SourceForm("crm", Json.read(json.getBytes(StandardCharsets.UTF_8)), form).ofApi("shop");

    assertThat(form.violations()).isEmpty();
    assertThat(read.settings()).hasToString("{\"visitor\":\"17\",\"won\":[\"7\",\"9\"]}");
  }
}
