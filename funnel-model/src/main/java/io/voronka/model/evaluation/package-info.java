/**
 * How far a timeline got in a funnel: pure functions of a definition and a timeline. No adding up
 * over persons.
 */
@NullMarked
package io.voronka.model.evaluation;

import org.jspecify.annotations.NullMarked;
