package io.voronka.dashboard.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How e-mail is sent.
 *
 * @param isEncrypted whether the connection is encrypted from its beginning; else it is as soon as
 *     the server offers it
 * @param user null: none
 * @param password null: none
 * @param from the sender's address
 */
public record MailSettings(
    String host,
    int port,
    boolean isEncrypted,
    @Nullable String user,
    @Nullable String password,
    String from) {

  private static final int SMTP = 587;
  private static final int SMTPS = 465;

  /**
   * Reads {@code smtp://user:password@host:port} or {@code smtps://...}; empty if it is none. What
   * is not allowed in an address is written with a percent sign.
   */
  public static Optional<MailSettings> of(String url, String from) {
    try {
      var uri = new URI(url);
      boolean isEncrypted = "smtps".equals(uri.getScheme());
      if (uri.getHost() == null || !isEncrypted && !"smtp".equals(uri.getScheme())) {
        return Optional.empty();
      }
      var login = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
      int usual = isEncrypted ? SMTPS : SMTP;
      return Optional.of(
          new MailSettings(
              uri.getHost(),
              uri.getPort() < 0 ? usual : uri.getPort(),
              isEncrypted,
              login.length > 0 ? login[0] : null,
              login.length > 1 ? login[1] : null,
              from));
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "MailSettings[host=" + host + "]"; // a password must not reach a log
  }
}
