package io.voronka.ingest.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes ids for messages that come without a usable one. */
public final class MessageIds {

  private final Supplier<UUID> random;

  public MessageIds(Supplier<UUID> random) {
    this.random = random;
  }

  /** Returns an id that nothing else has: two messages can't be told from one sent twice. */
  String random() {
    return random.get().toString();
  }

  /**
   * Returns the id of a content, so that what is sent again after a lost answer does not count
   * twice.
   *
   * @param parts what the same message says each time, zero bytes between them
   */
  static String ofContent(byte[]... parts) {
    var digest = sha256();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        digest.update((byte) 0);
      }
      digest.update(parts[i]);
    }
    return "sha256-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  /** Returns an id made of several parts, or its hash where it would be too long or unfit. */
  static String joined(String id) {
    return CallTexts.faultOf(id) == null ? id : ofContent(id.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
