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
  private static final Pattern COMPOSED = Pattern.compile("VORONKA_[A-Z_]+[A-Z]");
  private static final Pattern PASSED = Pattern.compile("(?m)^ +(VORONKA_[A-Z_]+[A-Z]):");
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
  void every_variable_of_the_compose_file_is_there() throws IOException {
    var variables = COMPOSED.matcher(composeFile()).results().map(one -> one.group()).toList();
    assertThat(variables).hasSizeGreaterThan(10);
    var page = page();
    assertThat(variables).allMatch(variable -> page.contains("`" + variable + "`"));
  }

  @Test
  void every_variable_that_the_compose_file_passes_is_a_setting() throws IOException {
    var passed = PASSED.matcher(composeFile()).results().map(one -> one.group(1)).toList();
    assertThat(passed).hasSizeGreaterThan(5);
    assertThat(found(SETTING)).containsAll(passed);
  }

  private static String composeFile() throws IOException {
    return Files.readString(ROOT.resolve("docker-compose.yml"));
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
