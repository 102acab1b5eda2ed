package io.voronka.model.session;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells device, browser and system from a browser's user agent where the event does not name them.
 * The first mark that is found counts: most browsers carry the marks of others after their own.
 */
final class UserAgents {

  private static final Map<String, String> DEVICES =
      marks(
          "bot/=bot, crawl=bot, spider=bot, ipad=tablet, tablet=tablet, mobi=mobile, iphone=mobile,"
              + " ipod=mobile, dalvik=mobile, android=tablet, mozilla=desktop");
  private static final Map<String, String> BROWSERS =
      marks(
          "edg=Edge, opr/=Opera, opera=Opera, yabrowser=Yandex Browser, ucbrowser=UC Browser,"
              + " samsungbrowser=Samsung Internet, firefox=Firefox, fxios=Firefox, crios=Chrome,"
              + " chrome=Chrome, safari=Safari, msie=Internet Explorer, trident=Internet Explorer");
  private static final Map<String, String> SYSTEMS =
      marks(
          "windows=Windows, iphone=iOS, ipad=iOS, ipod=iOS, mac os=macOS, android=Android,"
              + " cros=ChromeOS, linux=Linux");

  private UserAgents() {}

  private static Map<String, String> marks(String text) {
    var marks = new LinkedHashMap<String, String>();
    for (var pair : text.split(", ", -1)) {
      var parts = pair.split("=", 2);
      marks.put(parts[0], parts[1]);
    }
    return marks;
  }

  /** Returns {@code desktop}, {@code mobile}, {@code tablet} or {@code bot}, or null. */
  static @Nullable String device(@Nullable String userAgent) {
    return first(DEVICES, userAgent);
  }

  static @Nullable String browser(@Nullable String userAgent) {
    return first(BROWSERS, userAgent);
  }

  static @Nullable String os(@Nullable String userAgent) {
    return first(SYSTEMS, userAgent);
  }

  private static @Nullable String first(Map<String, String> marks, @Nullable String userAgent) {
    if (userAgent != null) {
      var lower = userAgent.toLowerCase(Locale.ROOT);
      for (var mark : marks.entrySet()) {
        if (lower.contains(mark.getKey())) {
          return mark.getValue();
        }
      }
    }
    return null;
  }
}
