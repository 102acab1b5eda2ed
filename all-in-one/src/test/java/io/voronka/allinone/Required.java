package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a test needs of the machine. Without it the test is skipped with a line that says so; with
 * {@code -Dvoronka.required=true}, as in continuous integration, it fails.
 */
final class Required {

  private static final boolean IS_STRICT = Boolean.getBoolean("voronka.required");

  private Required() {}

  /** Asks for a program at a path. */
  static void program(Path path, String what) {
    that(Files.isExecutable(path), what + ", " + path);
  }

  /** Asks for anything else. */
  static void that(boolean isThere, String what) {
    if (IS_STRICT) {
      assertThat(isThere).as(what).isTrue();
    } else {
      assumeThat(isThere).as("skipped for want of " + what).isTrue();
    }
  }
}
