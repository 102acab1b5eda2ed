package io.voronka.wire.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs the generic webhook as Standard Webhooks 1.0 asks for. */
public final class WebhookSignature {

  /** With what a secret begins when it is shown. */
  public static final String PREFIX = "whsec_";

  private static final int FEWEST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int NEW_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * The headers of a delivery.
   *
   * @param id the same on every retry, without dots
   * @param timestampSeconds of this attempt
   * @param secrets as they are shown; two while one takes over from another, the newer first
   * @throws IllegalArgumentException if the id has a dot, or a secret is none; never tells it
   */
  public static Map<String, String> headers(
      String id, long timestampSeconds, byte[] body, List<String> secrets) {
    if (id.indexOf('.') >= 0) {
      throw new IllegalArgumentException("an id of a webhook has no dots");
    }
    var signatures =
        secrets.stream()
            .map(secret -> "v1," + signature(id, timestampSeconds, body, secret))
            .toList();
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/json");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestampSeconds));
    headers.put("webhook-signature", String.join(" ", signatures));
    return headers;
  }

  /** Whether it is a secret as it is shown. */
  public static boolean isSecret(String text) {
    try {
      return key(text).length > 0;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** A secret as it is shown, of {@value #NEW_BYTES} random bytes. */
  public static String newSecret(SecureRandom random) {
    var bytes = new byte[NEW_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  private static String signature(String id, long timestampSeconds, byte[] body, String secret) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(secret), ALGORITHM));
      mac.update((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }

  private static byte[] key(String secret) {
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a secret begins with " + PREFIX);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("a secret is Base64 after " + PREFIX);
    }
    if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a secret has " + FEWEST_BYTES + " to " + MOST_BYTES + " bytes");
    }
    return key;
  }
}
