package io.voronka.allinone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A switch that breaks the shop's checkout for one browser: as long as a file names the browser,
 * none of its visitors can complete an order.
 */
final class BrokenCheckout {

  /** The file's name, in the data folder. */
  static final String FILE = "broken-browser";

  private final Path file;

  BrokenCheckout(Path data) {
    file = data.resolve(FILE);
  }

  /** The browser for which it is broken now; empty: it works. */
  String browser() {
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException justRemoved) {
      return "";
    }
  }

  /** Whether a call can't be made with the checkout broken for a browser. */
  static boolean prevents(JsonNode call, String browser) {
    return !browser.isEmpty()
        && call.path("event").asText().equals("Order Completed")
        && call.at("/properties/browser").asText().equalsIgnoreCase(browser);
  }
}
