/**
 * What was said to have happened: events and their properties. No matching, no order, no wire
 * format.
 */
@NullMarked
package io.voronka.model.event;

import org.jspecify.annotations.NullMarked;
