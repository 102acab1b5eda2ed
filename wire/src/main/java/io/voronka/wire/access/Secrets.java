package io.voronka.wire.access;

import io.voronka.wire.Sha256;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Makes secrets and the hashes by which they are known. They are random and long, so that a fast
 * hash without salt can't be turned back.
 */
public final class Secrets {

  /** Of 62 letters and digits: 142 bits. */
  public static final int LENGTH = 24;

  /** Characters at the end that may be shown, for telling secrets apart. */
  private static final int HINT = 4;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private Secrets() {}

  /**
   * Makes a secret of letters and digits alone: some clients put keys where others would break.
   *
   * @param random unpredictable
   */
  public static String make(RandomGenerator random) {
    return random
        .ints(LENGTH, 0, ALPHABET.length())
        .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
        .collect(Collectors.joining());
  }

  /** Returns the SHA-256 of a secret in hexadecimal digits. */
  public static String hash(String secret) {
    return Sha256.hex(secret);
  }

  /** Returns what may be shown of a secret; nothing of one that is short. */
  public static String hint(String secret) {
    return secret.length() < 4 * HINT ? "…" : "…" + secret.substring(secret.length() - HINT);
  }
}
