package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's texts: the same in every language. */
class MessagesTest {

  private static final Path WEB = Path.of("src/main/resources/web");
  private static final Pattern MESSAGE = Pattern.compile("(?m)^  '([^']+)': (.+),$");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final Pattern USE = Pattern.compile("\\bt\\(\\s*'([^']+)'");
  private static final Pattern CHOICE = Pattern.compile("\\bt\\([^'()]+\\? '([^']+)' : '([^']+)'");
  private static final Pattern FORM = Pattern.compile("\\b(zero|one|two|few|many|other): '");

  static Stream<Path> english() throws IOException {
    try (var files = Files.list(WEB)) {
      return files.filter(file -> isEnglish(file)).sorted().toList().stream();
    }
  }

  private static boolean isEnglish(Path file) {
    return file.getFileName().toString().matches("messages(-[a-z]+)?-en\\.js");
  }

  private static Path russian(Path english) {
    return english.resolveSibling(english.getFileName().toString().replace("-en.js", "-ru.js"));
  }

  /** The messages by their keys, as they are written. */
  private static Map<String, String> messages(Path file) throws IOException {
    var messages = new TreeMap<String, String>();
    for (var found : MESSAGE.matcher(Files.readString(file)).results().toList()) {
      assertThat(messages.put(found.group(1), found.group(2))).as(found.group(1)).isNull();
    }
    return messages;
  }

  private static Set<String> parameters(String message) {
    var names = new TreeSet<String>();
    PARAMETER.matcher(message).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  @ParameterizedTest
  @MethodSource("english")
  void both_languages_have_the_same_keys(Path english) throws IOException {
    assertThat(messages(english).keySet())
        .isNotEmpty()
        .isEqualTo(messages(russian(english)).keySet());
  }

  @ParameterizedTest
  @MethodSource("english")
  void translations_name_nothing_that_is_not_given(Path english) throws IOException {
    var original = messages(english);
    for (var message : messages(russian(english)).entrySet()) {
      var given = parameters(original.getOrDefault(message.getKey(), ""));
      given.addAll(Set.of("count", "full"));
      assertThat(given).as(message.getKey()).containsAll(parameters(message.getValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("english")
  void plurals_have_a_form_for_every_number(Path english) throws IOException {
    for (var file : List.of(english, russian(english))) {
      for (var message : messages(file).entrySet()) {
        if (message.getValue().startsWith("{")) {
          assertThat(FORM.matcher(message.getValue()).results().map(form -> form.group(1)))
              .as(message.getKey())
              .contains("one", "other");
        }
      }
    }
  }

  @Test
  void every_message_that_the_page_names_is_there_and_once() throws IOException {
    var known = new ArrayList<String>();
    for (var file : english().toList()) {
      known.addAll(messages(file).keySet());
    }
    var used = new TreeSet<String>();
    try (var files = Files.list(WEB)) {
      for (var file : files.filter(one -> one.toString().endsWith(".js")).toList()) {
        var source = Files.readString(file);
        USE.matcher(source).results().forEach(found -> used.add(found.group(1)));
        for (var found : CHOICE.matcher(source).results().toList()) {
          used.addAll(List.of(found.group(1), found.group(2)));
        }
      }
    }

    assertThat(known).doesNotHaveDuplicates().containsAll(used);
    assertThat(used).hasSizeGreaterThan(100);
  }
}
