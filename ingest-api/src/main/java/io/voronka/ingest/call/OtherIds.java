package io.voronka.ingest.call;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes further ids of a sender: of an e-mail address, never kept as it is. Pure. */
final class OtherIds {

  private static final String EMAIL = "email:";

  private OtherIds() {}

  /** Returns the id of an e-mail address, or null if it is none. */
  static @Nullable String ofEmail(String address) {
    var text = address.strip();
    return isAddress(text) ? EMAIL + hash(text) : null;
  }

  /** Good enough to tell an address from a placeholder; whether it exists only a mail can tell. */
  private static boolean isAddress(String text) {
    int at = text.indexOf('@');
    return at > 0 && at == text.lastIndexOf('@') && text.indexOf('.', at) > at + 1;
  }

  private static String hash(String email) {
    var lower = email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageIds.sha256().digest(lower));
  }
}
