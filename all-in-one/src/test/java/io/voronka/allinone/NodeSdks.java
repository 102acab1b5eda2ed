package io.voronka.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The published SDKs of {@code src/test/sdks}, installed by npm as their lock file says. Installed
 * once for as long as that does not change.
 */
final class NodeSdks {

  private static final Path SOURCES = Path.of("src", "test", "sdks");
  private static final Path INSTALLED = Path.of("target", "sdks");
  private static final int OLDEST_NODE = 20; // that the SDKs run on
  private static final int LONGEST_MINUTES = 5;

  private NodeSdks() {}

  /** Installs them; skips the test where Node or npm is missing or npm can't reach its registry. */
  static NodeSdks install() throws IOException {
    Required.that(nodeVersion() >= OLDEST_NODE, "Node " + OLDEST_NODE + " or newer");
    Required.that(!run(Path.of("."), List.of("npm", "--version")).isEmpty(), "npm");
    Files.createDirectories(INSTALLED);
    var lock = Files.readString(SOURCES.resolve("package-lock.json"));
    var done = INSTALLED.resolve("installed.json");
    boolean isInstalled = Files.exists(done) && Files.readString(done).equals(lock);
    copySources();
    if (!isInstalled) {
      var output =
          run(
              INSTALLED,
              List.of("npm", "ci", "--omit=dev", "--ignore-scripts", "--loglevel=error"));
      boolean isThere = Files.exists(INSTALLED.resolve("node_modules").resolve("posthog-js"));
      Required.that(isThere, "the SDKs from npm, which said: " + output);
      Files.writeString(done, lock);
    }
    return new NodeSdks();
  }

  private static void copySources() throws IOException {
    try (var files = Files.list(SOURCES)) {
      for (var file : files.toList()) {
        var copy = INSTALLED.resolve(file.getFileName().toString());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static int nodeVersion() {
    var version = run(Path.of("."), List.of("node", "--version")).strip();
    return version.matches("v\\d+\\..*") ? Integer.parseInt(version.split("[v.]", -1)[1]) : 0;
  }

  /** Returns a file of a package, such as {@code posthog-js/dist/module.js}. */
  byte[] file(String path) throws IOException {
    return Files.readAllBytes(INSTALLED.resolve("node_modules").resolve(path));
  }

  /** Returns the official HTML snippet of Segment with its script at another address. */
  String snippet(String global, String key, String url) {
    var program =
        "console.log(require('@segment/snippet').max("
            + "{apiKey: '%s', host: 'HOST', globalAnalyticsKey: '%s', page: true}))"
                .formatted(key, global);
    var snippet = run(INSTALLED, List.of("node", "-e", program));
    if (!snippet.contains("https://HOST/analytics.js/v1/")) {
      throw new IllegalStateException("another snippet than expected: " + snippet);
    }
    return snippet.replace("https://HOST/", url + "/");
  }

  /** Starts a program that sends with one of the SDKs. */
  NodeSender send(String sdk, String url, String key) throws IOException {
    var command = List.of("node", "sender.mjs", sdk, url, key);
    var log = INSTALLED.resolve(key + ".log").toFile();
    return new NodeSender(
        sdk, new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectError(log).start());
  }

  /** Runs a program and returns what it says; nothing if there is no such program. */
  private static String run(Path folder, List<String> command) {
    try {
      var process =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      return output;
    } catch (IOException noSuchProgram) {
      return "";
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(new IOException(stopped));
    }
  }
}
