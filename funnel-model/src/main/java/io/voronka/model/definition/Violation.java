package io.voronka.model.definition;

/**
 * One fault of an input.
 *
 * @param path where, as in {@code stages[1].anyOf[0].event}
 * @param message what is wrong, for the person who wrote it
 */
public record Violation(String path, String message) {}
