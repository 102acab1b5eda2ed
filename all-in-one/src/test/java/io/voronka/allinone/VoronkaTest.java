package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoronkaTest {

  private final Map<String, String> env = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void without_a_command_it_tells_what_there_is() {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("up", "demo", "load", "ingest", "streams", "dashboard", "help");
  }

  @Test
  void logs_have_one_of_two_forms() {
    env.put("VORONKA_LOG_FORMAT", "xml");
    assertThat(run("help")).isEqualTo(2);
    assertThat(err()).contains("VORONKA_LOG_FORMAT must be text or json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "help"})
  void a_question_is_answered_on_standard_output(String question) {
    assertThat(run(question)).isZero();
    assertThat(out.toString()).contains("voronka");
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "demo",
        "load",
        "ingest",
        "streams",
        "dashboard",
        "rebuild",
        "drop-gen",
        "detect-counts"
      })
  void every_command_explains_itself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: voronka " + command);
  }

  @Test
  void a_made_up_drop_is_found_in_its_counts() throws IOException {
    var counts = folder.resolve("counts.jsonl.gz");
    assertThat(
            run(
                "drop-gen",
                counts.toString(),
                "--rate=1000",
                "--days=58",
                "--episodes=drop_100",
                "--seed=3"))
        .isZero();
    var truth = Files.readString(folder.resolve("counts.jsonl.gz.truth.jsonl"));
    assertThat(truth).startsWith("{\"kind\":\"drop\"");

    assertThat(run("detect-counts", counts.toString(), "--start=2026-01-05T00:00:00Z")).isZero();

    assertThat(err()).isEmpty();
    assertThat(out.toString().lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.contains("\"kind\":\"stage_drop\""))
        .allMatch(line -> line.contains("\"detectedAt\":\"2026-03-0"));
  }

  @Test
  void every_fault_of_a_world_and_of_its_counts_is_named() throws IOException {
    assertThat(run("drop-gen", "x", "--episodes=safari_50,foo", "--rate=0", "--start=2026-01-06"))
        .isEqualTo(2);
    assertThat(err())
        .contains(
            "'safari_50' can only be seen with --format calls",
            "'foo' is none of drop_20",
            "--start must be a Monday",
            "--rate must be more than 0");

    var file = Files.writeString(folder.resolve("bad.jsonl"), "{\"m\": 1, \"r\": -1}\n");
    assertThat(run("detect-counts", file.toString())).isEqualTo(1);
    assertThat(err()).contains("line 1: r must be from 0 to 100000000; a must be a list");
    assertThat(run("detect-counts", "nowhere", "--followed=P8D", "--min-drop=2")).isEqualTo(2);
    assertThat(err())
        .contains(
            "--followed must be from PT1M to P7D",
            "--min-drop must be from 0.01 to 0.9",
            "nowhere is no file that can be read");
  }

  @Test
  void an_unknown_command_is_named() {
    assertThat(run("upp")).isEqualTo(2);
    assertThat(err()).contains("'upp'");
  }

  @Test
  void every_wrong_flag_is_named() {
    assertThat(run("load", "--speed", "fast", "--form")).isEqualTo(2);
    assertThat(err())
        .contains("--speed", "must be max, realtime or a factor such as 10x", "'--form'", "FILE");
  }

  @Test
  void every_wrong_setting_is_named_with_its_flag_and_nothing_is_touched() {
    env.put("VORONKA_RETENTION", "soon");
    env.put("VORONKA_INGEST_PORT", "8081"); // the flag wins
    env.put("VORONKA_TIME_ZONE", "Europe/Berlin,shop=Berlin");
    assertThat(run("up", "--data", folder.resolve("new").toString(), "--ingest-port", "http"))
        .isEqualTo(2);
    assertThat(err())
        .contains(
            "--retention (VORONKA_RETENTION) must be an ISO 8601 duration",
            "--ingest-port (VORONKA_INGEST_PORT) must be a whole number",
            "--time-zone (VORONKA_TIME_ZONE) entry 2 must be a time zone such as Europe/Berlin");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_shop_can_not_have_less_than_no_visitors() {
    assertThat(run("demo", "--visitors", "-1", "--data", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("--visitors must be a number from 0 to 1000");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThat(run("load", folder.resolve("none.jsonl").toString())).isEqualTo(2);
    assertThat(err()).contains("none.jsonl is no file that can be read");
  }

  @Test
  void a_load_needs_a_key() throws IOException {
    var file = Files.createFile(folder.resolve("calls.jsonl"));
    assertThat(run("load", file.toString(), "--data", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("no write key");
  }

  @Test
  void lines_that_are_no_calls_make_a_load_fail_after_all_are_named() throws IOException {
    var file = Files.writeString(folder.resolve("calls.jsonl"), "one\n\n[]\n");
    assertThat(run("load", file.toString(), "--key", "any", "--to", "http://localhost:1"))
        .isEqualTo(1);
    assertThat(err()).contains("line 1 is not valid JSON", "line 3 is no JSON object");
    assertThat(out.toString()).contains("0 accepted, 2 rejected", "2  the line is no JSON object");
  }

  private int run(String... args) {
    var around =
        new Surroundings(
            env,
            new PrintWriter(out),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Clock.systemUTC());
    return new Voronka(around).run(args);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
