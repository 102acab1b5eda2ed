package io.voronka.allinone.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.detection.MinuteCounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountReaderTest {

  private static CountReader reader(String text) {
    return new CountReader(new BufferedReader(new StringReader(text)), 1440);
  }

  @Test
  void lines_are_minutes_and_empty_ones_are_passed_over() throws IOException, MalformedCounts {
    var reader =
        reader(
            """
            {"m": 3, "r": 9, "a": [[0, 2], [8, 1]]}

            {"m": 7, "r": 0, "a": []}
            """);
    assertThat(reader.next()).isEqualTo(new MinuteCounts(3, 9, new int[] {0, 8}, new int[] {2, 1}));
    assertThat(reader.next()).isEqualTo(MinuteCounts.empty(7));
    assertThat(reader.next()).isNull();
  }

  @Test
  void advances_that_come_too_late_are_left_out_and_told() throws IOException, MalformedCounts {
    var reader = reader("{\"m\": 5000, \"r\": 0, \"a\": [[1441, 3], [1440, 2]]}");
    assertThat(reader.next()).isEqualTo(new MinuteCounts(5000, 0, new int[] {1440}, new int[] {2}));
    assertThat(reader.leftOut()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          LINE                                     | FAULT
          {"m": 1, "r": -1, "a": [[1], 3]}         | r must be from 0 to 100000000; a[0] must be [delayMinutes, count]; a[1] must be [delayMinutes, count]
          {"m": 0.5, "r": "9", "a": []}            | m must be a whole number; r must be a whole number
          {"m": 1, "r": 1}                         | a must be a list of [delayMinutes, count]
          {"m": 1, "r": 1, "a": [], "b": 2}        | b is not known
          {"m": 1, "r": 1, "a": [[-1, 1]]}         | a[0][0] must be from 0 to 100000000
          [1]                                      | is no JSON object
          {"m": 1                                  | is not valid JSON (column 8)
          """)
  void every_fault_of_a_line_is_named(String line, String fault) {
    assertThatThrownBy(() -> reader(line).next())
        .isInstanceOf(MalformedCounts.class)
        .hasMessage("line 1: " + fault);
  }

  @Test
  void minutes_ascend() throws IOException, MalformedCounts {
    var reader = reader("{\"m\": 3, \"r\": 0, \"a\": []}\n{\"m\": 3, \"r\": 0, \"a\": []}\n");
    reader.next();
    assertThatThrownBy(reader::next)
        .hasMessage("line 2: m must be more than that of the line before, 3");
  }
}
