/**
 * The detector: whether people who reach a stage still advance, and whether anybody comes at all.
 * Pure: no clock, no Kafka. Minutes come in, alerts come out; what is kept in between is small and
 * can be written down at any minute.
 *
 * <p>Time is counted in minutes since a Monday 00:00 of the project's calendar.
 */
@NullMarked
package io.voronka.model.detection;

import org.jspecify.annotations.NullMarked;
