package io.voronka.kit;

import io.voronka.wire.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads settings from environment variables and collects every fault, so that one start names them
 * all. Not thread-safe.
 */
public final class SettingsReader {

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{8,200}");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final Map<String, String> env;
  private final List<String> faults = new ArrayList<>();

  public SettingsReader(Map<String, String> env) {
    this.env = env;
  }

  /** Returns the text, or the other if it is not set or empty. */
  public String text(String name, String otherwise) {
    var value = env.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /** Returns a whole number from least to most. */
  public int number(String name, int otherwise, int least, int most) {
    var text = text(name, Integer.toString(otherwise));
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // the fault below says what is wanted
    }
    faults.add(name + " must be a whole number from " + least + " to " + most);
    return otherwise;
  }

  /** Returns a duration of more than zero. */
  public Duration duration(String name, Duration otherwise) {
    var text = text(name, otherwise.toString());
    try {
      var value = Duration.parse(text);
      if (!value.isNegative() && !value.isZero()) {
        return value;
      }
    } catch (DateTimeParseException malformed) {
      // the fault below says what is wanted
    }
    faults.add(name + " must be an ISO 8601 duration above zero, such as P90D");
    return otherwise;
  }

  /**
   * Returns what a text stands for; empty if it is not set or at fault.
   *
   * @param wanted what it must be, for the fault
   */
  public <T> Optional<T> parsed(String name, Function<String, Optional<T>> parse, String wanted) {
    var text = text(name, "");
    var value = text.isEmpty() ? Optional.<T>empty() : parse.apply(text);
    if (!text.isEmpty() && value.isEmpty()) {
      faults.add(name + " must be " + wanted);
    }
    return value;
  }

  /** Returns a key for {@link Seal}, in Base64; empty if none is set or it is at fault. */
  public Optional<byte[]> key(String name) {
    return parsed(name, SettingsReader::keyOf, Seal.KEY_BYTES + " bytes in Base64");
  }

  private static Optional<byte[]> keyOf(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      return bytes.length == Seal.KEY_BYTES ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Returns the content of a file; empty if none is set or it can't be read. */
  public Optional<byte[]> file(String name) {
    var path = text(name, "");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(Path.of(path)));
    } catch (IOException | InvalidPathException unreadable) {
      fault(name, "must be a file that can be read");
      return Optional.empty();
    }
  }

  /** Returns what is set under names that begin with a text, by name. */
  public Map<String, String> beginningWith(String start) {
    var found = new LinkedHashMap<String, String>();
    env.forEach(
        (name, value) -> {
          if (name.startsWith(start) && name.length() > start.length() && !value.isEmpty()) {
            found.put(name, value);
          }
        });
    return found;
  }

  /** Notes what is wrong with a setting in words of its own. */
  public void fault(String name, String message) {
    faults.add(name + " " + message);
  }

  /** Returns one of the words. */
  public String oneOf(String name, String otherwise, Set<String> words) {
    var value = text(name, otherwise);
    if (words.contains(value)) {
      return value;
    }
    faults.add(name + " must be one of " + String.join(", ", words.stream().sorted().toList()));
    return otherwise;
  }

  /**
   * Returns the projects by their secrets, from {@code project:secret[,project:secret...]}. A fault
   * names the place in the list, never the secret.
   */
  public Map<String, String> projectsBySecret(String name) {
    var projects = new LinkedHashMap<String, String>();
    var text = text(name, "");
    var entries = text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1));
    for (int i = 0; i < entries.size(); i++) {
      var parts = entries.get(i).strip().split(":", 2);
      if (parts.length != 2
          || !PROJECT.matcher(parts[0]).matches()
          || !SECRET.matcher(parts[1]).matches()) {
        faults.add(
            name
                + " entry "
                + (i + 1)
                + " must be project:secret, the project of a-z, 0-9 and -, the secret of 8 to 200"
                + " letters, digits, - and _");
      } else if (projects.putIfAbsent(parts[1], parts[0]) != null) {
        faults.add(name + " entry " + (i + 1) + " repeats a secret");
      }
    }
    return projects;
  }

  /**
   * Returns a value for all projects and others for some, from {@code
   * value[,project=value[,project=value...]]}; the value for all may be left out.
   *
   * @param parse finds the value that a text stands for, if it is one
   * @param wanted what a value must be, for the fault
   */
  public <T> PerProject<T> perProject(
      String name, T otherwise, Function<String, Optional<T>> parse, String wanted) {
    var forAll = new ArrayList<T>();
    var named = new LinkedHashMap<String, T>();
    var text = text(name, "");
    var entries = text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1));
    for (int i = 0; i < entries.size(); i++) {
      var place = name + (entries.size() == 1 ? "" : " entry " + (i + 1));
      var parts = entries.get(i).strip().split("=", 2);
      var project = parts.length == 2 ? parts[0].strip() : null;
      var value = parse.apply(parts[parts.length - 1].strip());
      if (value.isEmpty()) {
        faults.add(place + " must be " + wanted + ", alone or after project=");
      }
      if (project != null && !PROJECT.matcher(project).matches()) {
        faults.add(place + " must name a project of a-z, 0-9 and - before the =");
      } else if (value.isPresent() && project == null) {
        forAll.add(value.get());
      } else if (value.isPresent() && named.putIfAbsent(project, value.get()) != null) {
        faults.add(place + " repeats a project");
      }
    }
    if (forAll.size() > 1) {
      faults.add(name + " must not have more than one value without a project");
    }
    return new PerProject<>(forAll.isEmpty() ? otherwise : forAll.get(0), named);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettings naming every fault found so far
   */
  public void orThrow() {
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
  }
}
