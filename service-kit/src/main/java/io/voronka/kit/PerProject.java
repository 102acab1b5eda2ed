package io.voronka.kit;

import java.util.Map;

/**
 * A setting that projects may have each for itself.
 *
 * @param otherwise what holds for every project that is not named
 * @param named by project
 */
public record PerProject<T>(T otherwise, Map<String, T> named) {

  public PerProject {
    named = Map.copyOf(named);
  }

  /** Returns what holds for the project. */
  public T of(String project) {
    return named.getOrDefault(project, otherwise);
  }
}
