package io.voronka.allinone;

import io.voronka.kit.InvalidSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.SettingsReader;
import io.voronka.wire.Seal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The key that closes the secrets of webhooks: the one of the settings, or one that was made up at
 * the first start and is kept in the data folder.
 */
final class SecretsKey {

  static final String FILE = "secrets.key";

  private SecretsKey() {}

  /**
   * Returns the settings with a key.
   *
   * @throws InvalidSettings if the file of the folder holds none
   */
  static Map<String, String> addedTo(
      Map<String, String> settings, Path folder, SecureRandom random) {
    if (!settings.getOrDefault(Flag.SECRETS_KEY.variable(), "").isEmpty()) {
      return settings;
    }
    var all = new HashMap<>(settings);
    all.put(Flag.SECRETS_KEY.variable(), kept(folder.resolve(FILE), random));
    return all;
  }

  private static String kept(Path file, SecureRandom random) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.exists(file) ? read(file) : write(file, random);
    } catch (FileAlreadyExistsException meanwhile) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Another Voronka is starting beside " + file + ".", meanwhile);
    } catch (IOException failed) {
      throw new ServiceException(ProblemType.UNAVAILABLE, file + " can't be used.", failed);
    }
  }

  private static String read(Path file) throws IOException {
    var text = Files.readString(file).strip();
    var reader = new SettingsReader(Map.of(Flag.SECRETS_KEY.variable(), text));
    if (reader.key(Flag.SECRETS_KEY.variable()).isEmpty()) {
      throw new InvalidSettings(
          List.of(
              file
                  + " must hold "
                  + Seal.KEY_BYTES
                  + " bytes in Base64; without it a new one is made, and the secrets of webhooks"
                  + " have to be set anew"));
    }
    return text;
  }

  private static String write(Path file, SecureRandom random) throws IOException {
    var key = new byte[Seal.KEY_BYTES];
    random.nextBytes(key);
    var text = Base64.getEncoder().encodeToString(key);
    OwnerOnly.create(file);
    Files.writeString(file, text + "\n");
    return text;
  }
}
