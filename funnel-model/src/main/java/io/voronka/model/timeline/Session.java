package io.voronka.model.timeline;

/**
 * A run of a person's events without a long pause.
 *
 * @param number from 1, in the order of time
 * @param first index of its first event in the timeline
 * @param end index after its last event
 * @param startMillis time of its first event
 * @param lastMillis time of its last event
 */
public record Session(int number, int first, int end, long startMillis, long lastMillis) {}
