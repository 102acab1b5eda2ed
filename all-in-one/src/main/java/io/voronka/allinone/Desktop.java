package io.voronka.allinone;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens pages where there is a desktop; where there is none, nothing happens. */
final class Desktop {

  private static final Logger LOG = LoggerFactory.getLogger(Desktop.class);

  private Desktop() {}

  static void open(String url, Map<String, String> env) {
    boolean isMac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    boolean hasDesktop =
        !env.getOrDefault("DISPLAY", "").isEmpty()
            || !env.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    if (isMac || hasDesktop) {
      try {
        new ProcessBuilder(List.of(isMac ? "open" : "xdg-open", url))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
      } catch (IOException noBrowser) {
        LOG.debug("no browser could be opened", noBrowser);
      }
    }
  }
}
