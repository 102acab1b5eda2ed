/**
 * The stream program: timelines, figures by difference, their sums; and the instance's own endpoint
 * for questions that need the timelines. No rule of what a funnel means: that is the model's.
 */
@NullMarked
package io.voronka.streams;

import org.jspecify.annotations.NullMarked;
