package io.voronka.wire.source;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whose webhooks can be taken, and what can be said of a source of each kind. */
public enum SourceKind {
  HUBSPOT("visitor", "user", "won", "lost"),
  PIPEDRIVE("visitor", "user", "won", "lost"),
  BITRIX24("account", "won", "lost"),
  AMOCRM("account", "visitor", "user", "won", "lost"),
  KOMMO("account", "visitor", "user", "won", "lost"),
  SENDGRID("visitor", "user"),
  MANDRILL("visitor", "user"),
  MAILCHIMP("visitor", "user"),
  TYPEFORM("visitor", "user"),
  STRIPE("visitor", "user"),
  JSON("mapping");

  private final String settings; // between blanks: enums hold what can't change

  SourceKind(String... settings) {
    this.settings = String.join(" ", settings);
  }

  /** Returns the kind of a name in settings and paths. */
  public static Optional<SourceKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /** Returns all names. */
  static List<String> texts() {
    return Arrays.stream(values()).map(SourceKind::text).sorted().toList();
  }

  /** Returns its name in settings and paths. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns which fields a source of this kind knows beyond its project and its secrets. */
  Set<String> settings() {
    return Set.of(settings.split(" ", -1));
  }

  /** Returns what keeps a text from being a secret of this kind. */
  Optional<String> faultOfSecret(String secret) {
    return this == SENDGRID && !isPublicKey(secret)
        ? Optional.of("must be the verification key that SendGrid shows, in base64")
        : Optional.empty();
  }

  private static boolean isPublicKey(String text) {
    try {
      publicKey(text);
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException noSuchKey) {
      return false;
    }
  }

  /**
   * Reads the key with which SendGrid's signatures are verified.
   *
   * @param text SPKI in base64
   * @throws GeneralSecurityException if it is no such key
   * @throws IllegalArgumentException if it is no base64
   */
  public static PublicKey publicKey(String text) throws GeneralSecurityException {
    var spki = new X509EncodedKeySpec(Base64.getDecoder().decode(text));
    return KeyFactory.getInstance("EC").generatePublic(spki);
  }
}
