package io.voronka.ingest.hook;

import io.voronka.ingest.call.MessageIds;
import io.voronka.wire.source.Source;
import io.voronka.wire.source.SourceKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks what senders sign. Pure. */
final class Signatures {

  /** What is signed with an older or newer time may be somebody else's copy. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private Signatures() {}

  /** Compares in a time that does not depend on where they differ. */
  static boolean isSame(String expected, @Nullable String given) {
    return given != null && MessageDigest.isEqual(bytes(expected), bytes(given));
  }

  static boolean isRecent(Instant signedAt, Instant now) {
    return Duration.between(signedAt, now).abs().compareTo(TOLERANCE) <= 0;
  }

  static String hmacBase64(String algorithm, String secret, byte[]... parts) {
    return Base64.getEncoder().encodeToString(hmac(algorithm, secret, parts));
  }

  static String hmacHex(String algorithm, String secret, byte[]... parts) {
    return HexFormat.of().formatHex(hmac(algorithm, secret, parts));
  }

  private static byte[] hmac(String algorithm, String secret, byte[]... parts) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(bytes(secret), algorithm));
      for (var part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + algorithm, impossible);
    }
  }

  static String sha256Hex(byte[]... parts) {
    var digest = MessageIds.sha256();
    for (var part : parts) {
      digest.update(part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Checks an ECDSA signature over SHA-256.
   *
   * @param publicKey SPKI in base64
   * @param signature DER in base64
   */
  static boolean isSignedBy(String publicKey, @Nullable String signature, byte[]... parts) {
    if (signature == null) {
      return false;
    }
    try {
      var check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(SourceKind.publicKey(publicKey));
      for (var part : parts) {
        check.update(part);
      }
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException noSuchKeyOrSignature) {
      return false;
    }
  }

  /** Whether a request shows a secret: in the query, or as bearer token or Basic password. */
  static boolean isShown(HookRequest request, Source source) {
    return source.isSecret(request.query("token"))
        || source.isSecret(credential(request.header("Authorization")));
  }

  /** Returns the bearer token or the password of an {@code Authorization} header, or nothing. */
  static String credential(@Nullable String authorization) {
    if (authorization == null) {
      return "";
    }
    var parts = authorization.strip().split("\\s+", 2);
    if (parts.length < 2) {
      return "";
    }
    if (parts[0].equalsIgnoreCase("bearer")) {
      return parts[1];
    }
    try {
      var user = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return parts[0].equalsIgnoreCase("basic") ? user.substring(user.indexOf(':') + 1) : "";
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
