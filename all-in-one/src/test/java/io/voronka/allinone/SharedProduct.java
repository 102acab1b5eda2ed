package io.voronka.allinone;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * One product for all tests of a JVM that neither stop it nor want settings of their own: starts
 * are most of what small tests cost. It is started by the first of them and ends with the JVM.
 */
final class SharedProduct {

  /** Each is of one class, so that none meets what another one left. */
  private static final List<String> PROJECTS =
      List.of(
          "begun",
          "both",
          "empty",
          "every",
          "explore",
          "faulty",
          "fresh",
          "funnel-page",
          "india",
          "made",
          "other",
          "people",
          "rubbish",
          "rules",
          "webhooks",
          "who");

  private static @Nullable RunningProduct product;

  private SharedProduct() {}

  static synchronized RunningProduct get() {
    if (product == null) {
      product = start();
    }
    assumeThat(product.canBeKilled()).as("a product with the keys of these tests").isTrue();
    return product;
  }

  /** As somebody with the keys of a project, which has to be one of those above. */
  static ApiClient api(String project) {
    return new ApiClient(get(), "writekey-" + project, token(project));
  }

  static String token(String project) {
    if (!PROJECTS.contains(project)) {
      throw new IllegalArgumentException(project + " is none of " + PROJECTS);
    }
    return "apitoken-" + project;
  }

  private static RunningProduct start() {
    try {
      var folder = Files.createTempDirectory("voronka-tests-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
      return RunningProduct.start(
          folder.resolve("data"),
          Map.of(
              "VORONKA_WRITE_KEYS",
              secrets("writekey"),
              "VORONKA_API_TOKENS",
              secrets("apitoken"),
              "VORONKA_TIME_ZONE",
              "india=Asia/Kolkata",
              "VORONKA_RETENTION",
              "P7300D")); // some send events of a fixed day
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String secrets(String prefix) {
    return PROJECTS.stream()
        .map(project -> project + ":" + prefix + "-" + project)
        .collect(Collectors.joining(","));
  }

  private static synchronized void end(Path folder) {
    if (product != null) {
      product.close();
    }
    try {
      Utils.delete(folder.toFile());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
