package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.definition.Violation;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request as the fields of an object, so that they are read as a body would be.
 * Faults are collected until {@link #orThrow}. Not thread-safe.
 */
final class QueryParameters {

  /** Parameters whose value is JSON. */
  private static final Set<String> JSON = Set.of("where", "group");

  private final FormReader form = new FormReader();
  private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

  /**
   * Takes the parameters.
   *
   * @param known names of those that there are; others are faults
   */
  QueryParameters(Map<String, List<String>> given, Set<String> known) {
    given.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            form.add(name, "is not a known parameter");
          } else if (values.size() > 1) {
            form.add(name, "is given more than once");
          } else if (!values.isEmpty() && !values.get(0).isEmpty()) {
            put(name, values.get(0));
          }
        });
  }

  private void put(String name, String value) {
    if (name.equals("breakdown")) {
      List.of(value.split(",", -1)).forEach(fields.withArray(name)::add);
    } else if (JSON.contains(name)) {
      try {
        fields.set(name, Json.read(value.getBytes(StandardCharsets.UTF_8)));
      } catch (MalformedRecord malformed) {
        form.add(name, String.valueOf(malformed.getMessage()));
      }
    } else {
      fields.put(name, value);
    }
  }

  /** The names of one set and others. */
  static Set<String> and(Set<String> names, String... others) {
    var all = new HashSet<>(names);
    all.addAll(List.of(others));
    return Set.copyOf(all);
  }

  FormReader form() {
    return form;
  }

  ObjectNode fields() {
    return fields;
  }

  /** Reads what is asked of a report. */
  ReportQueryReader reader() {
    return new ReportQueryReader(form, fields);
  }

  @Nullable String textOrNull(String name) {
    return form.textOrNull(name, fields.path(name));
  }

  /** Reads one of the words; the first of them if it was left out. */
  String oneOf(String name, List<String> words) {
    var text = textOrNull(name);
    if (text == null || words.contains(text)) {
      return text == null ? words.get(0) : text;
    }
    form.add(name, "must be one of " + String.join(", ", words));
    return words.get(0);
  }

  /** Reads a whole number; null if it was left out or is none within the bounds. */
  @Nullable Integer wholeOrNull(String name, int least, int most) {
    var text = textOrNull(name);
    if (text == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // the same fault as a number out of bounds
    }
    form.add(name, "must be a whole number from " + least + " to " + most);
    return null;
  }

  int whole(String name, int least, int most, int otherwise) {
    var number = wholeOrNull(name, least, most);
    return number == null ? otherwise : number;
  }

  /**
   * Returns if there was no fault.
   *
   * @throws ServiceException naming every fault
   */
  void orThrow() {
    if (!form.violations().isEmpty()) {
      throw new ServiceException(
          ProblemType.INVALID,
          "The query can't be answered as it is.",
          form.violations().stream().map(QueryParameters::ofParameter).toList());
    }
  }

  /** The list of names is one parameter. */
  private static Violation ofParameter(Violation fault) {
    return fault.path().startsWith("breakdown[")
        ? new Violation("breakdown", fault.message())
        : fault;
  }
}
