package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voronka.kit.InvalidSettings;
import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

  @TempDir Path folder;

  @Test
  void a_pair_is_made_up_once_and_kept() {
    var made = Access.of(Map.of(), folder, new Random(1));
    assertThat(made.writeKey()).matches("[A-Za-z0-9]{24}").isNotEqualTo(made.apiToken());
    assertThat(made.apiToken()).matches("[A-Za-z0-9]{24}");
    assertThat(made.project()).isEqualTo("demo");
    assertThat(Access.of(Map.of(), folder, new Random(2))).isEqualTo(made);
    assertThat(made.addedTo(Map.of("A", "b")))
        .isEqualTo(
            Map.of(
                "A", "b",
                "VORONKA_WRITE_KEYS", "demo:" + made.writeKey(),
                "VORONKA_API_TOKENS", "demo:" + made.apiToken()));
  }

  @Test
  void only_the_owner_may_read_what_is_kept() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Access.of(Map.of(), folder, new Random(1));
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys.properties")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void what_is_given_is_used_and_not_kept() {
    var settings =
        Map.of(
            "VORONKA_WRITE_KEYS", "crm:key-of-crm,shop:key-of-shop",
            "VORONKA_API_TOKENS", "shop:token-of-shop");
    var access = Access.of(settings, folder, new Random(1));
    assertThat(access).isEqualTo(new Access("shop", "key-of-shop", "token-of-shop", false));
    assertThat(access.addedTo(settings)).isEqualTo(settings);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keys_without_tokens_are_a_fault() {
    assertThatThrownBy(
            () ->
                Access.of(Map.of("VORONKA_WRITE_KEYS", "shop:key-of-shop"), folder, new Random(1)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("must have a project in common");
  }

  @Test
  void a_damaged_file_is_a_fault_and_stays() throws IOException {
    var file = Files.writeString(folder.resolve("keys.properties"), "project=demo\n");
    assertThatThrownBy(() -> Access.of(Map.of(), folder, new Random(1)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("project=demo\n");
  }

  @Test
  void does_not_tell_its_secrets() {
    assertThat(Access.of(Map.of(), folder, new Random(1))).hasToString("Access[demo]");
  }
}
