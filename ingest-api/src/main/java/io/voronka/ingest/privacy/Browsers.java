package io.voronka.ingest.privacy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Tells browser, system and kind of device from a user agent, by the lists of the ua-parser
 * project. A user agent costs a millisecond or more, so the last ones are remembered. Safe for any
 * thread.
 */
public final class Browsers {

  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_CHARACTERS = 512; // longer ones are made up
  private static final String OTHER = "Other";
  private static final String SPIDER = "Spider";

  /** What people call it, where the lists say more or something else. */
  private static final Map<String, String> NAMES =
      Map.of("IE", "Internet Explorer", "Mac OS X", "macOS", "Chrome OS", "ChromeOS");

  private static final Set<String> DESKTOPS =
      Set.of("Windows", "Mac OS X", "Chrome OS", "Linux", "Ubuntu", "Fedora", "Debian", "FreeBSD");

  private final Parser parser = new Parser();
  private final LoadingCache<String, Browser> remembered =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build(this::parse);

  /**
   * What a user agent tells.
   *
   * @param browser such as {@code Chrome}, whatever the device
   * @param os such as {@code Android}
   * @param device {@code desktop}, {@code mobile}, {@code tablet} or {@code bot}
   * @param isBot whether it is a robot by its own account
   */
  public record Browser(
      @Nullable String browser, @Nullable String os, @Nullable String device, boolean isBot) {}

  /** Reads a user agent; what it does not tell is null. */
  public Browser of(String userAgent) {
    return remembered.get(
        userAgent.length() > MOST_CHARACTERS ? userAgent.substring(0, MOST_CHARACTERS) : userAgent);
  }

  private Browser parse(String userAgent) {
    var client = parser.parse(userAgent);
    boolean isBot = client.device.family.equals(SPIDER);
    var browser = client.userAgent.family;
    return new Browser(
        browser.equals(OTHER) ? null : browserName(browser),
        client.os.family.equals(OTHER)
            ? null
            : NAMES.getOrDefault(client.os.family, client.os.family),
        isBot ? "bot" : device(client, userAgent),
        isBot);
  }

  /** The lists tell the browser on a phone from the same on a desk. */
  private static String browserName(String family) {
    var name =
        family
            .replaceFirst("^Mobile ", "")
            .replaceFirst(" (Mobile|iOS|WebView)( iOS| WebView)?$", "")
            .replaceFirst(" UI/WKWebView$", "");
    return NAMES.getOrDefault(name, name);
  }

  private static @Nullable String device(Client client, String userAgent) {
    var os = client.os.family;
    if (client.device.family.startsWith("iPad") || client.device.family.startsWith("Kindle")) {
      return "tablet";
    }
    if (os.equals("iOS") || os.equals("Windows Phone")) {
      return "mobile";
    }
    if (os.equals("Android")) {
      return userAgent.contains("Mobile") ? "mobile" : "tablet"; // so Google asks of browsers
    }
    return DESKTOPS.contains(os) ? "desktop" : null;
  }
}
