package io.voronka.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The text of {@code docs/semantics.md}. */
public final class SemanticsPage {

  private SemanticsPage() {}

  public static List<String> lines() {
    try {
      return Files.readAllLines(path());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Looks upwards from where the test runs: the module or the whole project. */
  private static Path path() {
    var module = Path.of("").toAbsolutePath();
    for (var folder = module; folder != null; folder = folder.getParent()) {
      var page = folder.resolve("docs/semantics.md");
      if (Files.exists(page)) {
        return page;
      }
    }
    throw new IllegalStateException("no docs/semantics.md above " + module);
  }
}
