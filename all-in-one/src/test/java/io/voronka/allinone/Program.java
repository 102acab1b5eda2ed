package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command line as processes run it. Most of a test's time is starts: they take a half of the
 * usual work without the better compiler and with what Java kept of a rehearsal, which whoever
 * comes first does for all of the build.
 */
final class Program {

  private static final int LONGEST_MINUTES = 5;

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Program() {}

  /**
   * Returns a command.
   *
   * @param heap at most, in megabytes
   * @param words of the command line
   */
  static List<String> command(int heap, List<String> words) {
    var jar = System.getProperty("voronka.jar"); // set where Maven has built it
    var program =
        jar == null
            ? List.of("-cp", System.getProperty("java.class.path"), Voronka.class.getName())
            : ofJar(Path.of(jar));
    return command(heap, program, words);
  }

  private static List<String> ofJar(Path jar) {
    var kept = rehearsed(jar);
    var program = List.of("-jar", jar.toString());
    if (kept.toFile().length() == 0) {
      return program;
    }
    return Stream.concat(Stream.of("-XX:SharedArchiveFile=" + kept), program.stream()).toList();
  }

  private static List<String> command(int heap, List<String> program, List<String> words) {
    var command = new ArrayList<String>();
    command.add(JAVA);
    command.addAll(List.of("-Xmx" + heap + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(program);
    command.addAll(words);
    return command;
  }

  /** What Java kept of a rehearsal of this jar; empty where it can't keep anything. */
  private static synchronized Path rehearsed(Path jar) {
    var kept = jar.resolveSibling("tests-rehearsed");
    try (var lock =
            FileChannel.open(
                jar.resolveSibling("tests-rehearsed.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      if (!Files.exists(kept) || Files.getLastModifiedTime(kept).compareTo(built(jar)) < 0) {
        rehearse(jar, kept);
      }
      return kept;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** When the program or a library was built last. */
  private static FileTime built(Path jar) throws IOException {
    try (var libraries = Files.list(jar.resolveSibling("lib"))) {
      var last = Files.getLastModifiedTime(jar);
      for (var library : libraries.toList()) {
        var time = Files.getLastModifiedTime(library);
        last = time.compareTo(last) > 0 ? time : last;
      }
      return last;
    }
  }

  private static void rehearse(Path jar, Path kept) throws IOException, InterruptedException {
    var made = Path.of(kept + ".new");
    Files.deleteIfExists(made);
    var log = new File(kept + ".log");
    var program =
        List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:disable", "-jar", jar.toString());
    var process =
        new ProcessBuilder(command(1024, program, List.of("rehearse")))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    boolean isOver = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(isOver && process.exitValue() == 0).as(() -> "see " + log).isTrue();
    if (!Files.exists(made)) {
      Files.createFile(made); // this Java has no archive of its own to add to
    }
    Files.move(made, kept, StandardCopyOption.REPLACE_EXISTING);
  }
}
