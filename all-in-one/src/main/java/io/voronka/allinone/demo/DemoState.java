package io.voronka.allinone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What a data folder has been given by the demonstration, in {@code demo.properties}. By how much a
 * set was moved and when the shop opened is kept before anything is sent, so that a repeat after an
 * interruption sends the very same events; that a load is complete is noted after it.
 */
final class DemoState {

  private static final String COMMENT = "What the demonstration has loaded into this folder";
  private static final String COMPLETE = ".complete";

  private final Path file;
  private final Properties values = new Properties();

  DemoState(Path folder) {
    file = folder.resolve("demo.properties");
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        values.load(in);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  boolean isComplete(String load) {
    return Boolean.parseBoolean(values.getProperty(load + COMPLETE));
  }

  void complete(String load) {
    put(load + COMPLETE, "true");
  }

  /** Returns by how much the set is moved, which is decided once. */
  Duration moved(SampleSet set, Supplier<Duration> decision) {
    return Duration.parse(once(set.name() + ".moved", () -> decision.get().toString()));
  }

  /** Returns when the simulated shop opened, which is decided once. */
  Instant opened(Supplier<Instant> decision) {
    return Instant.parse(once("shop.opened", () -> decision.get().toString()));
  }

  private String once(String key, Supplier<String> decision) {
    return Optional.ofNullable(values.getProperty(key))
        .orElseGet(
            () -> {
              var decided = decision.get();
              put(key, decided);
              return decided;
            });
  }

  private void put(String key, String value) {
    values.setProperty(key, value);
    var written = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (var out = Files.newBufferedWriter(written)) {
        values.store(out, COMMENT);
      }
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
