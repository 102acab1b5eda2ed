package io.voronka.model.detection;

/**
 * A piece of the course of a stage, to be drawn.
 *
 * @param minute in which it begins
 * @param minutes how many it has
 * @param observed how many advanced, or of traffic came, in it
 * @param expected how many were expected to, with the level as it was
 */
public record CoursePoint(long minute, int minutes, double observed, double expected) {}
