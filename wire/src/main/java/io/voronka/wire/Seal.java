package io.voronka.wire;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes texts that only who has the key can read or make: AES-256 in Galois/Counter Mode (NIST SP
 * 800-38D), a random nonce before each.
 */
public final class Seal {

  public static final int KEY_BYTES = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] NOTHING = {};

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * Takes a key.
   *
   * @param key of {@value #KEY_BYTES} bytes
   */
  public Seal(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /** Returns letters, digits, - and _. */
  public String close(byte[] content) {
    return close(content, NOTHING);
  }

  /**
   * Closes something for one place: it opens only together with the same context.
   *
   * @param context what it belongs to; it is not in the result
   */
  public String close(byte[] content, byte[] context) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var closed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(content);
      var sealed = Arrays.copyOf(nonce, NONCE_BYTES + closed.length);
      System.arraycopy(closed, 0, sealed, NONCE_BYTES, closed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(
          impossible); // every Java has the cipher, the key has its size
    }
  }

  /** Returns what was closed with this key; empty of any other text. */
  public Optional<byte[]> open(String sealed) {
    return open(sealed, NOTHING);
  }

  /** Returns what was closed with this key and context; empty of any other text. */
  public Optional<byte[]> open(String sealed, byte[] context) {
    try {
      var bytes = Base64.getUrlDecoder().decode(sealed);
      if (bytes.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES), context);
      return Optional.of(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES));
    } catch (IllegalArgumentException | GeneralSecurityException foreign) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
