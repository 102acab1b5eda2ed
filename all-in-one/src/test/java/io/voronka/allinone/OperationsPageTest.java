package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever an operator can set, meet or watch is on the page of operations. */
class OperationsPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern SETTING = Pattern.compile("\"(VORONKA_[A-Z_]+[A-Z])\"");
  private static final Pattern METER =
      Pattern.compile("\"(voronka\\.(?:ingest|streams|dashboard)\\.[a-z.]+)\"");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/operations.md"));
  }

  @Test
  void every_setting_is_there() throws IOException {
    var settings = found(SETTING);
    assertThat(settings).hasSizeGreaterThan(20);
    var page = page();
    assertThat(settings).allMatch(setting -> page.contains("`" + setting + "`"));
  }

  @Test
  void every_meter_is_there() throws IOException {
    var meters = found(METER);
    assertThat(meters).hasSizeGreaterThan(20);
    var page = page();
    assertThat(meters).allMatch(meter -> page.contains("`" + meter + "`"));
  }

  @Test
  void every_topic_is_there() throws IOException {
    var page = page();
    assertThat(Topics.all(1, (short) 1, (short) -1, Duration.ofDays(1)))
        .allMatch(topic -> page.contains("`" + topic.name() + "`"));
  }

  /** What the sources of all services name. */
  private static Set<String> found(Pattern pattern) throws IOException {
    var found = new TreeSet<String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (var main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main) && !main.toString().contains("benchmarks")) {
          find(main, pattern, found);
        }
      }
    }
    return found;
  }

  private static void find(Path main, Pattern pattern, Set<String> found) throws IOException {
    try (var files = Files.walk(main)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(
              file -> {
                try {
                  pattern
                      .matcher(Files.readString(file))
                      .results()
                      .forEach(one -> found.add(one.group(1)));
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              });
    }
  }
}
