package io.voronka.model.explore;

/**
 * An event name that was seen.
 *
 * @param name as sent
 * @param count how many events of this name there are
 * @param lastMillis time of the latest of them
 */
public record SeenEvent(String name, long count, long lastMillis) {}
