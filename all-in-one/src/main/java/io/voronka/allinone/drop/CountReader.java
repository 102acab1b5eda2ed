package io.voronka.allinone.drop;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads minute counts, one JSON object a line: {@code {"m": 12, "r": 9, "a": [[delayMinutes,
 * count], ...]}}. Minutes ascend; those that are left out had nothing. Not thread-safe.
 */
public final class CountReader {

  private static final long MOST_MINUTES = 1_000_000_000; // some 1900 years
  private static final int MOST = 100_000_000;
  private static final Set<String> KNOWN = Set.of("m", "r", "a");

  private final BufferedReader lines;
  private final int followed;
  private long line;
  private long last = -1;
  private long leftOut;
  private final List<String> faults = new ArrayList<>();

  /**
   * @param followed after how many minutes advances are not of interest any more
   */
  public CountReader(BufferedReader lines, int followed) {
    this.lines = lines;
    this.followed = followed;
  }

  /**
   * The next minute of the file; null after the last.
   *
   * @throws MalformedCounts naming the line and everything that is wrong with it
   */
  public @Nullable MinuteCounts next() throws IOException, MalformedCounts {
    String text = lines.readLine();
    line++;
    while (text != null && text.isBlank()) {
      text = lines.readLine();
      line++;
    }
    return text == null ? null : parse(text);
  }

  /** How many advances were left out because they came later than is followed. */
  public long leftOut() {
    return leftOut;
  }

  private MinuteCounts parse(String text) throws MalformedCounts {
    faults.clear();
    var json = object(text);
    long minute = whole("m", json.path("m"), MOST_MINUTES);
    if (minute <= last && faults.isEmpty()) {
      faults.add("m must be more than that of the line before, " + last);
    }
    int reached = (int) whole("r", json.path("r"), MOST);
    var groups = json.path("a");
    if (!groups.isArray()) {
      faults.add("a must be a list of [delayMinutes, count]");
    }
    var counts = counts(minute, reached, groups);
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                faults.add(name + " is not known");
              }
            });
    if (!faults.isEmpty()) {
      throw new MalformedCounts(line, String.join("; ", faults));
    }
    last = minute;
    return counts;
  }

  private JsonNode object(String text) throws MalformedCounts {
    try {
      var json = Json.read(text.getBytes(StandardCharsets.UTF_8));
      if (json.isObject()) {
        return json;
      }
    } catch (MalformedRecord malformed) {
      var reason = Objects.toString(malformed.getMessage(), "is no JSON");
      throw new MalformedCounts(line, reason.replace("(line 1, ", "(")); // the text's only line
    }
    throw new MalformedCounts(line, "is no JSON object");
  }

  private MinuteCounts counts(long minute, int reached, JsonNode groups) {
    int[] delays = new int[groups.size()];
    int[] counts = new int[groups.size()];
    int size = 0;
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      var path = "a[" + i + "]";
      if (!group.isArray() || group.size() != 2) {
        faults.add(path + " must be [delayMinutes, count]");
        continue;
      }
      int delay = (int) whole(path + "[0]", group.get(0), MOST);
      int count = (int) whole(path + "[1]", group.get(1), MOST);
      if (delay > followed) {
        leftOut += count;
      } else {
        delays[size] = delay;
        counts[size++] = count;
      }
    }
    return new MinuteCounts(
        minute, reached, Arrays.copyOf(delays, size), Arrays.copyOf(counts, size));
  }

  private long whole(String path, JsonNode json, long most) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      faults.add(path + " must be a whole number");
      return 0;
    }
    long value = json.longValue();
    if (value < 0 || value > most) {
      faults.add(path + " must be from 0 to " + most);
      return 0; // a stand-in, so that the rest of the line is looked at too
    }
    return value;
  }
}
