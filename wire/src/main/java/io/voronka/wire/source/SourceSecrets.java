package io.voronka.wire.source;

import io.voronka.wire.Seal;
import io.voronka.wire.source.StoredSource.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Closes the secrets of sources with the key of the installation and opens them again. Each is
 * bound to its project, kind and id: copied into another record it does not open. Thread-safe.
 */
public final class SourceSecrets {

  /** The setting that has the key. */
  public static final String KEY = "VORONKA_SECRETS_KEY";

  private final Seal seal;

  /**
   * Takes the key.
   *
   * @param key of {@value Seal#KEY_BYTES} bytes
   */
  public SourceSecrets(byte[] key, SecureRandom random) {
    seal = new Seal(key, random);
  }

  public String close(String project, String kind, String id, String secret) {
    return seal.close(secret.getBytes(StandardCharsets.UTF_8), context(project, kind, id));
  }

  /** Returns a secret of a source; empty if it was closed with another key or for another. */
  public Optional<String> open(StoredSource source, Secret secret) {
    var context = context(source.project(), source.kind(), source.id());
    return seal.open(secret.closed(), context)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Whether the current secret opens. */
  public boolean isOpen(StoredSource source) {
    return source.secrets().stream()
        .findFirst()
        .flatMap(secret -> open(source, secret))
        .isPresent();
  }

  private static byte[] context(String project, String kind, String id) {
    return String.join("\0", project, kind, id).getBytes(StandardCharsets.UTF_8);
  }
}
