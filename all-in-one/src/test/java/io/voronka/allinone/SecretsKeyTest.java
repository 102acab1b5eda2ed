package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voronka.kit.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsKeyTest {

  private static final String NAME = "VORONKA_SECRETS_KEY";

  @TempDir Path folder;

  private Map<String, String> added(Map<String, String> settings) {
    return SecretsKey.addedTo(settings, folder, new SecureRandom());
  }

  @Test
  void a_key_is_made_up_once_and_kept() {
    var made = added(Map.of("A", "b"));

    assertThat(made).containsEntry("A", "b").hasSize(2);
    assertThat(Base64.getDecoder().decode(made.get(NAME))).hasSize(32);
    assertThat(added(Map.of("A", "b"))).isEqualTo(made);
  }

  @Test
  void only_the_owner_may_read_it() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    added(Map.of());
    assertThat(Files.getPosixFilePermissions(folder.resolve("secrets.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void one_that_is_given_is_used_and_not_kept() {
    assertThat(added(Map.of(NAME, "given"))).isEqualTo(Map.of(NAME, "given"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_damaged_file_is_a_fault_and_stays() throws IOException {
    var file = Files.writeString(folder.resolve("secrets.key"), "half a key");
    assertThatThrownBy(() -> added(Map.of()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("half a key");
    assertThat(file).hasContent("half a key");
  }
}
