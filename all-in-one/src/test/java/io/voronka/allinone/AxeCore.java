package io.voronka.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** Looks at a page for what keeps people from using it (axe-core, WCAG 2.2 A and AA). */
final class AxeCore {

  private static final String POM = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
  private static final String SCRIPT = "/META-INF/resources/webjars/axe-core/%s/axe.min.js";

  private final String source;

  AxeCore() {
    var properties = new Properties();
    try (var pom = AxeCore.class.getResourceAsStream(POM)) {
      properties.load(pom);
      var path = SCRIPT.formatted(properties.getProperty("version"));
      try (var script = AxeCore.class.getResourceAsStream(path)) {
        source = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns what is serious or worse: rule, number of places, the first of them, what to mend. */
  List<String> seriousFaults(DashboardWindow window) {
    window.run(source);
    var faults =
        window.runUntilCalledBack(
            """
            const done = arguments[arguments.length - 1];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}})
                .then(({violations}) => done(violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .map(({id, nodes: [first, ...rest]}) =>
                        `${id}, ${rest.length + 1} places, ${first.target}: ${first.failureSummary}`)))
                .catch((failure) => done([String(failure)]));
            """);
    return ((List<?>) faults).stream().map(String::valueOf).toList();
  }
}
