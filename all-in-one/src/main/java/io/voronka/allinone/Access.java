package io.voronka.allinone;

import io.voronka.kit.InvalidSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.SettingsReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A project's key to write and token to read: the first that were given, or a pair made up at the
 * first start and kept in the data folder.
 *
 * @param isOwn whether it was made up here, so that it may be shown
 */
record Access(String project, String writeKey, String apiToken, boolean isOwn) {

  static final String PROJECT = "demo";
  static final String FILE = "keys.properties";
  static final int LENGTH = 24; // of 62 letters and digits: 142 bits

  private static final String WRITE_KEY = "write-key";
  private static final String API_TOKEN = "api-token";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /**
   * Returns what the settings give, or else what the folder keeps, or else makes up a pair.
   *
   * @param random unpredictable
   * @throws InvalidSettings if there are only keys or only tokens, or none of the same project
   */
  static Access of(Map<String, String> settings, Path folder, RandomGenerator random) {
    var reader = new SettingsReader(settings);
    var keys = reader.projectsBySecret(Flag.WRITE_KEYS.variable());
    var tokens = reader.projectsBySecret(Flag.API_TOKENS.variable());
    reader.orThrow();
    if (keys.isEmpty() && tokens.isEmpty()) {
      return kept(folder, random);
    }
    return keys.entrySet().stream()
        .flatMap(
            key ->
                tokens.entrySet().stream()
                    .filter(token -> token.getValue().equals(key.getValue()))
                    .map(token -> new Access(key.getValue(), key.getKey(), token.getKey(), false)))
        .findFirst()
        .orElseThrow(Access::unpaired);
  }

  private static InvalidSettings unpaired() {
    return new InvalidSettings(
        List.of(
            "VORONKA_WRITE_KEYS and VORONKA_API_TOKENS must have a project in common, or both be"
                + " left out; then keys are made up and kept in the data folder"));
  }

  private static Access kept(Path folder, RandomGenerator random) {
    var file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      return Files.exists(file) ? read(file) : write(file, random);
    } catch (FileAlreadyExistsException meanwhile) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Another Voronka is starting in " + folder + ".", meanwhile);
    } catch (IOException failed) {
      throw new ServiceException(ProblemType.UNAVAILABLE, file + " can't be used.", failed);
    }
  }

  /** Returns the pair that a folder keeps, empty texts where it keeps none. */
  static Access read(Path file) throws IOException {
    var kept = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      kept.load(in);
    }
    var access =
        new Access(
            kept.getProperty("project", PROJECT),
            kept.getProperty(WRITE_KEY, ""),
            kept.getProperty(API_TOKEN, ""),
            true);
    if (access.writeKey.isEmpty() || access.apiToken.isEmpty()) {
      throw new IOException(
          "it lacks " + WRITE_KEY + " or " + API_TOKEN + "; delete it for new ones");
    }
    return access;
  }

  private static Access write(Path file, RandomGenerator random) throws IOException {
    var access = new Access(PROJECT, secret(random), secret(random), true);
    OwnerOnly.create(file);
    Files.writeString(
        file,
        "# Made at the first start. Whoever reads this can send events and see all figures.\n"
            + "project=%s\n%s=%s\n%s=%s\n"
                .formatted(access.project, WRITE_KEY, access.writeKey, API_TOKEN, access.apiToken));
    return access;
  }

  private static String secret(RandomGenerator random) {
    return random
        .ints(LENGTH, 0, ALPHABET.length())
        .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
        .collect(Collectors.joining());
  }

  /** Returns the settings with this pair, if it was made up here. */
  Map<String, String> addedTo(Map<String, String> settings) {
    if (!isOwn) {
      return settings;
    }
    var all = new HashMap<>(settings);
    all.put(Flag.WRITE_KEYS.variable(), project + ":" + writeKey);
    all.put(Flag.API_TOKENS.variable(), project + ":" + apiToken);
    return all;
  }

  /** Names the project only. */
  @Override
  public String toString() {
    return "Access[" + project + "]";
  }
}
