package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A running {@code sender.mjs}. */
final class NodeSender implements AutoCloseable {

  private static final int LONGEST_END_MINUTES = 5;

  private final String sdk;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  NodeSender(String sdk, Process process) {
    this.sdk = sdk;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Has a half of the funnel handed to the SDK. */
  void say(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      assertThat(answers.readLine()).as(sdk).isEqualTo(command);
    } catch (IOException failed) {
      throw new UncheckedIOException(sdk, failed);
    }
  }

  /** Waits until the SDK has sent everything and the program has ended. */
  void end() {
    say("end");
    try {
      assertThat(process.waitFor(LONGEST_END_MINUTES, TimeUnit.MINUTES)).as(sdk).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    assertThat(process.exitValue()).as(sdk).isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
