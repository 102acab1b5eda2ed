/** One person's events in order. */
@NullMarked
package io.voronka.model.timeline;

import org.jspecify.annotations.NullMarked;
