package io.voronka.model.evaluation;

import io.voronka.model.definition.Condition;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Stage;
import io.voronka.model.event.PropertyPath;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a definition asks for beside the names and times of events.
 *
 * @param properties whether it asks for any property, of whatever
 * @param sessions whether it asks for properties of sessions
 * @param traits whether it asks for traits of the person
 * @param traitsToMatch whether traits decide which events match
 */
record Asked(boolean properties, boolean sessions, boolean traits, boolean traitsToMatch) {

  static Asked by(FunnelDefinition definition, List<Condition> where) {
    var conditions =
        definition
            .matchers()
            .map(Matcher::where)
            .flatMap(List::stream)
            .map(Condition::property)
            .toList();
    var values = definition.stages().stream().map(Stage::value).filter(Objects::nonNull);
    var others =
        Stream.of(
                values,
                definition.hold().stream(),
                definition.breakdownPaths().stream().map(PropertyPath::toString),
                where.stream().map(Condition::property))
            .flatMap(paths -> paths)
            .toList();
    return new Asked(
        !conditions.isEmpty() || !others.isEmpty(),
        asks(conditions, PropertyPath.Scope.SESSION) || asks(others, PropertyPath.Scope.SESSION),
        asks(conditions, PropertyPath.Scope.PERSON) || asks(others, PropertyPath.Scope.PERSON),
        asks(conditions, PropertyPath.Scope.PERSON));
  }

  private static boolean asks(List<String> paths, PropertyPath.Scope scope) {
    return paths.stream().anyMatch(path -> PropertyPath.Scope.of(path) == scope);
  }

  /** Whether it asks for something that no event has by itself. */
  boolean anything() {
    return sessions || traits;
  }
}
