package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.hook.Hook;
import io.voronka.wire.Seal;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.AccessRecord.Kind;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.source.SourceKind;
import io.voronka.wire.source.SourceSecrets;
import io.voronka.wire.source.StoredSource;
import io.voronka.wire.source.StoredSource.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sources that are made, changed and removed while the door is open. */
class HookSourcesTest {

  private static final String BODY = "{\"id\": \"m1\", \"user\": \"ann\"}";

  private final Door door =
      new Door(
          Optional.empty(),
          Door.sources(
              """
              {"fixed": {"kind": "json", "project": "demo", "secret": "secret-of-file",
                         "mapping": {"event": "Of File", "userId": "/user"}}}
              """));

  @AfterEach
  void close() {
    door.close();
  }

  private static StoredSource source(String project, String id, boolean paused, Secret... secrets) {
    var settings = JsonNodeFactory.instance.objectNode();
    settings.putObject("mapping").put("event", "Form Sent").put("userId", "/user");
    return new StoredSource(project, id, "json", settings, List.of(secrets), paused, 1000);
  }

  private static Secret secret(SourceSecrets by, String project, String id, String text) {
    return new Secret(by.close(project, "json", id, text), 1000, Secret.FOR_GOOD);
  }

  private static Secret secret(String text) {
    return secret(Door.SECRETS, "demo", "forms", text);
  }

  private void take(StoredSource source) {
    door.sources.take(AccessRecord.of(source));
  }

  private int send(String id, String secret) {
    return door.send(
            "POST",
            "/hooks/json/" + id,
            BODY.getBytes(StandardCharsets.UTF_8),
            Map.of("Authorization", "Bearer " + secret))
        .status();
  }

  @Test
  void one_that_is_made_is_taken_at_once_and_one_that_is_removed_no_more() {
    assertThat(send("forms", "first-secret")).isEqualTo(401);

    take(source("demo", "forms", false, secret("first-secret")));
    assertThat(send("forms", "first-secret")).isEqualTo(200);
    assertThat(send("forms", "other-secret")).isEqualTo(401);
    assertThat(door.sink.intakes()).hasSize(1);

    door.sources.take(AccessRecord.removed(Kind.SOURCE, "demo", "forms"));
    assertThat(send("forms", "first-secret")).isEqualTo(401);
    assertThat(send("fixed", "secret-of-file")).isEqualTo(200);
  }

  @Test
  void the_secret_before_is_taken_until_its_time_is_over() {
    var old = secret("first-secret");
    long until = Door.NOW.plusSeconds(60).toEpochMilli();
    take(
        source(
            "demo", "forms", false, secret("second-secret"), new Secret(old.closed(), 0, until)));

    assertThat(send("forms", "first-secret")).isEqualTo(200);
    assertThat(send("forms", "second-secret")).isEqualTo(200);
    door.at(Door.NOW.plusSeconds(60));
    assertThat(send("forms", "first-secret")).isEqualTo(401);
    assertThat(send("forms", "second-secret")).isEqualTo(200);
  }

  @Test
  void of_one_that_is_paused_nothing_is_kept_and_its_sender_does_not_notice() {
    take(source("demo", "forms", true, secret("first-secret")));

    assertThat(send("forms", "first-secret")).isEqualTo(200);
    assertThat(send("forms", "other-secret")).isEqualTo(401);
    assertThat(door.sink.intakes()).isEmpty();
    assertThat(told("forms")).extracting(KeyUse::refused).containsExactly(1L);

    take(source("demo", "forms", false, secret("first-secret")));
    assertThat(send("forms", "first-secret")).isEqualTo(200);
    assertThat(door.sink.intakes()).hasSize(1);
    assertThat(told("forms"))
        .extracting(KeyUse::accepted, KeyUse::refused, KeyUse::fromSettings)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, 1L, false));
  }

  private List<KeyUse> told(String id) {
    var uses = new ArrayList<KeyUse>();
    door.senders.tell(uses::add);
    return uses.stream().filter(use -> use.id().equals(id)).toList();
  }

  @Test
  void one_whose_secret_can_not_be_opened_is_left_out_and_the_others_stay() {
    var otherKey = new byte[Seal.KEY_BYTES];
    otherKey[0] = 1;
    var foreign = new SourceSecrets(otherKey, new SecureRandom());
    take(source("demo", "forms", false, secret(foreign, "demo", "forms", "first-secret")));
    assertThat(send("forms", "first-secret")).isEqualTo(401);

    take(source("demo", "copied", false, secret("first-secret"))); // closed for another id
    assertThat(send("copied", "first-secret")).isEqualTo(401);

    take(source("demo", "forms", false, secret("second-secret")));
    assertThat(send("forms", "second-secret")).isEqualTo(200);
    assertThat(send("fixed", "secret-of-file")).isEqualTo(200);
  }

  @Test
  void without_a_key_only_those_of_the_settings_are_known() {
    var sources =
        new HookSources(Door.sources(), null, new Senders("run", () -> Door.NOW), () -> Door.NOW);
    sources.take(AccessRecord.of(source("demo", "made", false, secret("first-secret"))));

    assertThat(sources.find("json", "made")).isNull();
  }

  @Test
  void those_of_the_settings_go_before_and_the_project_that_was_first() {
    take(source("demo", "fixed", false, secret(Door.SECRETS, "demo", "fixed", "secret-by-api")));
    assertThat(send("fixed", "secret-by-api")).isEqualTo(401);
    assertThat(send("fixed", "secret-of-file")).isEqualTo(200);

    take(source("zoo", "forms", false, secret(Door.SECRETS, "zoo", "forms", "secret-of-zoo")));
    take(source("demo", "forms", false, secret("secret-of-demo"))); // at the same time
    assertThat(send("forms", "secret-of-zoo")).isEqualTo(401);
    assertThat(send("forms", "secret-of-demo")).isEqualTo(200);
    door.sources.take(AccessRecord.removed(Kind.SOURCE, "demo", "forms"));
    assertThat(send("forms", "secret-of-zoo")).isEqualTo(200);
  }

  @Test
  void every_kind_that_can_be_made_is_understood() {
    var drafts = new EventDraft.Factory(Duration.ofDays(1), UUID::randomUUID);
    assertThat(Hook.all(drafts).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(SourceKind.values()).map(SourceKind::text).toList());
  }
}
