package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpoolTest {

  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(Spool spool, int most) {
    return spool.oldest(most).stream()
        .map(entry -> new String(entry.content(), StandardCharsets.UTF_8))
        .toList();
  }

  private static void appendAll(Spool spool, int from, int to) {
    IntStream.range(from, to)
        .mapToObj(i -> spool.append(bytes("entry " + i)))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static List<String> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "entry " + i).toList();
  }

  @Test
  void what_is_kept_is_there_in_its_order_also_after_a_restart() {
    try (var spool = Spool.open(folder, MEGABYTE)) {
      assertThat(spool.isEmpty()).isTrue();
      appendAll(spool, 0, 200);
      assertThat(texts(spool, MEGABYTE)).isEqualTo(entries(0, 200));
      assertThat(texts(spool, 20)).containsExactly("entry 0", "entry 1");
      assertThat(texts(spool, 1)).containsExactly("entry 0");
    }
    try (var spool = Spool.open(folder, MEGABYTE)) {
      assertThat(spool.entries()).isEqualTo(200);
      appendAll(spool, 200, 210);
      assertThat(texts(spool, MEGABYTE)).isEqualTo(entries(0, 210));
    }
  }

  @Test
  void what_is_removed_is_gone_for_good_and_makes_room() {
    try (var spool = Spool.open(folder, MEGABYTE)) {
      appendAll(spool, 0, 10);
      spool.remove(spool.oldest(5 * "entry 0".length()));
      assertThat(texts(spool, MEGABYTE)).isEqualTo(entries(5, 10));
      assertThat(spool.bytes()).isEqualTo(5L * "entry 0".length());
      spool.remove(List.of());
    }
    try (var spool = Spool.open(folder, MEGABYTE)) {
      assertThat(texts(spool, MEGABYTE)).isEqualTo(entries(5, 10));
      spool.remove(spool.oldest(MEGABYTE));
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.entries()).isZero();
      appendAll(spool, 10, 11);
      assertThat(texts(spool, MEGABYTE)).containsExactly("entry 10");
    }
  }

  @Test
  void beyond_its_bound_nothing_is_taken() {
    try (var spool = Spool.open(folder, 20)) {
      spool.append(new byte[15]).join();
      var refused = spool.append(new byte[6]);
      assertThat(refused).isCompletedExceptionally();
      assertThatThrownBy(refused::join).hasCauseInstanceOf(ServiceException.class);
      spool.append(new byte[5]).join();
      spool.remove(spool.oldest(15));
      spool.append(new byte[15]).join();
      assertThat(spool.bytes()).isEqualTo(20);
    }
  }

  @Test
  void what_is_set_aside_is_passed_and_comes_last_after_a_restart() {
    try (var spool = Spool.open(folder, 30)) {
      appendAll(spool, 0, 3);
      setAside(spool, "entry 0");
      setAside(spool, "1");
      assertThat(texts(spool, MEGABYTE)).containsExactly("entry 2");
      assertThat(spool.entries()).isEqualTo(1);
      assertThat(spool.asideEntries()).isEqualTo(2);
      assertThat(spool.bytes()).isEqualTo(7 + 1 + 7);
      assertThat(spool.isEmpty()).isFalse();
      spool.remove(spool.oldest(1));
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.oldest(1)).isEmpty();

      appendAll(spool, 3, 6);
      assertThat(spool.append(bytes("entry 6"))).as("it takes room").isCompletedExceptionally();
    }
    try (var spool = Spool.open(folder, MEGABYTE)) {
      assertThat(texts(spool, MEGABYTE))
          .containsExactly("entry 3", "entry 4", "entry 5", "entry 0", "1");
      assertThat(spool.entries()).isEqualTo(5);
      assertThat(spool.asideEntries()).isZero();
      appendAll(spool, 6, 7);
      assertThat(texts(spool, MEGABYTE)).endsWith("1", "entry 6");
    }
  }

  private static void setAside(Spool spool, String left) {
    spool.setAside(spool.oldest(1).get(0), bytes(left));
  }

  @Test
  void all_that_was_set_aside_is_taken_back_however_much_it_is() {
    var entry = new byte[MEGABYTE / 4];
    try (var spool = Spool.open(folder, 10 * MEGABYTE)) {
      for (int i = 0; i < 20; i++) {
        entry[0] = (byte) i;
        spool.append(entry.clone()).join();
        spool.setAside(spool.oldest(1).get(0), spool.oldest(1).get(0).content());
      }
    }
    try (var spool = Spool.open(folder, 10 * MEGABYTE)) {
      assertThat(spool.oldest(10 * MEGABYTE))
          .extracting(kept -> (int) kept.content()[0])
          .isEqualTo(IntStream.range(0, 20).boxed().toList());
      assertThat(spool.bytes()).isEqualTo(5L * MEGABYTE);
    }
  }

  @Test
  void a_folder_has_one_owner() {
    try (var spool = Spool.open(folder, MEGABYTE)) {
      assertThat(spool.isEmpty()).isTrue();
      assertThatThrownBy(() -> Spool.open(folder, MEGABYTE))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void what_was_told_to_be_kept_survives_a_kill() throws IOException, InterruptedException {
    var told = folder.resolve("told");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Filler.class.getName(),
                folder.resolve("spool").toString())
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (Files.size(told) < 100) {
      assertThat(process.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(1);
    }
    process.destroyForcibly().waitFor();

    var lines = Files.readString(told).split("\n", -1); // the last one may be cut
    int last = Integer.parseInt(lines[lines.length - 2]);
    try (var spool = Spool.open(folder.resolve("spool"), MEGABYTE)) {
      var kept = texts(spool, MEGABYTE);
      assertThat(kept).hasSizeGreaterThan(last).isEqualTo(entries(0, kept.size()));
    }
  }

  /** Fills a spool and says the number of each entry once it is kept, until it is killed. */
  static final class Filler {

    private Filler() {}

    public static void main(String[] args) {
      var spool = Spool.open(Path.of(args[0]), MEGABYTE);
      var waiting = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 20_000; i++) {
        waiting.add(spool.append(bytes("entry " + i)));
        if (waiting.size() == 7) {
          waiting.forEach(CompletableFuture::join);
          waiting.clear();
          System.out.println(i);
          System.out.flush();
        }
      }
    }
  }
}
