package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network, the disk and the clock fail for a while: nothing is lost or counted twice. */
class SurroundingFaultsIT {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void a_broker_that_can_not_be_reached_for_a_while() {
    try (var wire = new TcpProxy();
        var broker = behind(wire);
        var shop = shop(InstantSource.system(), "127.0.0.1:" + wire.port())) {
      broker.start();
      wire.leadTo(Integer.parseInt(broker.bootstrap().substring("127.0.0.1:".length())));
      shop.start();
      shop.visit(20);
      shop.check();

      wire.cut();
      awaitRefusal(shop);
      wire.mend();
      shop.visit(20);
      shop.check();

      wire.jam();
      awaitRefusal(shop);
      wire.mend();
      shop.visit(20);
      shop.check();
    }
  }

  private EmbeddedBroker behind(TcpProxy wire) {
    return new EmbeddedBroker(
        folder.resolve("broker"),
        usual -> {
          var config = new HashMap<>(usual);
          config.put("advertised.listeners", "BROKER://127.0.0.1:" + wire.port());
          return config;
        },
        List.of());
  }

  private Shop shop(InstantSource clock, String bootstrap) {
    return new Shop(folder.resolve("data"), clock, Map.of("VORONKA_BOOTSTRAP", bootstrap));
  }

  /** Senders are told to come again. */
  private static void awaitRefusal(Shop shop) {
    var somebody =
        """
        {"batch": [{"type": "track", "userId": "somebody", "event": "page",
                    "messageId": "page", "timestamp": "2026-03-02T10:00:00Z"}]}
        """
            .replace("somebody", "user0")
            .getBytes(StandardCharsets.UTF_8);
    Await.until(
        LONG_ENOUGH,
        () -> "refused",
        () -> {
          var answer = shop.api().ingest("/v1/batch", somebody);
          assertThat(answer.statusCode()).isIn(200, 503);
          return answer.statusCode() == 503
              && answer.headers().firstValue("Retry-After").isPresent();
        });
  }

  @Test
  void a_clock_that_is_set_forth_and_back() {
    var offset = new AtomicLong();
    InstantSource clock = () -> Instant.now().plusMillis(offset.get());
    try (var broker = new EmbeddedBroker(folder.resolve("broker"))) {
      broker.start();
      try (var shop = shop(clock, broker.bootstrap())) {
        shop.start();
        shop.visit(10);
        shop.check();
        for (var jump : new Duration[] {Duration.ofHours(2), Duration.ofHours(-5)}) {
          offset.addAndGet(jump.toMillis());
          shop.visit(10);
          long before = System.nanoTime();
          shop.check();
          assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG_ENOUGH);
          shop.awaitReady();
        }
      }
    }
  }

  @Test
  void a_disk_that_is_full_for_a_while() throws Exception {
    var disk = Files.createDirectories(folder.resolve("data/streams"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()))
        .as("a small disk")
        .isZero();
    try (var broker = new EmbeddedBroker(folder.resolve("broker"))) {
      broker.start();
      try (var shop = shop(InstantSource.system(), broker.bootstrap())) {
        shop.start();
        shop.visit(20);
        shop.check();

        fill(disk.resolve("filler"));
        shop.visit(20); // what comes in is kept by the broker
        shop.end();
        fill(disk.resolve("more")); // an end frees something
        assertThatThrownBy(shop::begin).hasStackTraceContaining("No space left on device");
        shop.end();

        Files.delete(disk.resolve("filler"));
        Files.delete(disk.resolve("more"));
        shop.begin();
        shop.visit(20);
        shop.check();
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException unknown) {
      return -1; // no such command here
    }
  }

  private static void fill(Path file) {
    var some = new byte[64 << 10];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }
}
