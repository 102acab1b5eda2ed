package io.voronka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.voronka.model.count.Counting;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.session.EventsInContext;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Answers;
import io.voronka.testing.BruteForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every worked example of {@code docs/semantics.md}. */
class SemanticsTest {

  private static final Pattern HEADING = Pattern.compile("#{2,4} (?:(\\d+)\\. )?(.+)");

  private static List<WorkedExample> examples() {
    return examples(SemanticsPage.lines());
  }

  private static List<WorkedExample> examples(List<String> page) {
    var examples = new ArrayList<WorkedExample>();
    var heading = "";
    int rule = 0;
    int number = 0;
    List<String> block = null;
    for (var line : page) {
      var found = HEADING.matcher(line);
      if (line.equals("```funnel")) {
        block = new ArrayList<>();
      } else if (block != null && line.equals("```")) {
        number++;
        examples.add(WorkedExample.parse(heading + ", example " + number, rule, block));
        block = null;
      } else if (block != null) {
        block.add(line);
      } else if (found.matches()) {
        heading = line.replaceFirst("#+ ", "");
        rule = line.startsWith("####") ? rule : number(found.group(1));
        number = 0;
      }
    }
    return examples;
  }

  /** Those that are in force. */
  private static IntStream rules() {
    return IntStream.concat(IntStream.rangeClosed(1, 18), IntStream.rangeClosed(21, 24));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  @TestFactory
  Stream<DynamicTest> every_example_of_the_page_is_what_the_product_answers() {
    return examples().stream().map(one -> dynamicTest(one.title(), () -> run(one)));
  }

  @Test
  void every_rule_has_an_example() {
    assertThat(examples().stream().map(WorkedExample::rule).distinct())
        .containsAll(rules().boxed().toList());
  }

  @Test
  void an_example_that_says_nothing_or_what_nobody_understands_is_no_example() {
    assertThatThrownBy(() -> parse("stages: a > b", "ann: 10:00 a"))
        .hasMessage("here expects nothing");
    assertThatThrownBy(() -> parse("stages: a > b", "Widow: P1D", "reached: 0 0"))
        .hasMessage("here: unknown key 'Widow'");
    assertThatThrownBy(() -> parse("stages: a > b", "widow: P1D", "reached: 0 0"))
        .hasMessage("not an event: 'P1D'");
    assertThatThrownBy(() -> parse("stages: a > b", "reached: 0 0", "reached: 0 1"))
        .hasMessage("here: 'reached' comes twice");
  }

  private static WorkedExample parse(String... lines) {
    return WorkedExample.parse("here", 0, List.of(lines));
  }

  private static void run(WorkedExample example) {
    var persons = example.persons();
    persons.arrive(new Random(example.title().hashCode()));
    assertThat(persons.persons()).isEqualTo(persons.personsByTheRule());
    var answer = new WorkedAnswer(example, persons);
    var sessions = new WorkedSessions(example, persons.timelines());
    example
        .expectations()
        .forEach(
            (key, expected) ->
                assertThat(
                        example.isOfSessions()
                            ? sessions.to(key, expected)
                            : answer.to(key, expected))
                    .as("%s", key)
                    .isEqualTo(expected));
    if (example.isOfSessions()) {
      return;
    }
    var range = example.range();
    if (range.counting() == Counting.PERSONS && range.where().isEmpty() && !isRefused(example)) {
      persons
          .timelines()
          .forEach((person, timeline) -> requireAgreement(example, person, timeline));
    }
  }

  private static boolean isRefused(WorkedExample example) {
    return example.lines().containsKey("refused");
  }

  /** Trying every chain must give the same. */
  private static void requireAgreement(WorkedExample example, String person, Timeline timeline) {
    var range = example.range();
    var funnel = example.definition();
    var known = timeline.asOf(range.asOfMillis());
    var answering = EventsInContext.of(known, SessionRule.DEFAULT);
    var outcome = new Evaluator(funnel).attempts(known).in(range.fromMillis(), range.toMillis());
    assertThat(Optional.ofNullable(outcome).map(Answers::of))
        .as("%s, against trying every chain", person)
        .isEqualTo(BruteForce.evaluate(funnel, answering, range.fromMillis(), range.toMillis()));
  }
}
