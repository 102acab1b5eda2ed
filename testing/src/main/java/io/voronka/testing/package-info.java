/**
 * Fixtures that tests of every module share: the scenario notation, random funnels and timelines,
 * and the brute-force evaluator. The tests of {@code funnel-model} and {@code wire} lie in this
 * module too, because those can't depend on it.
 */
@NullMarked
package io.voronka.testing;

import org.jspecify.annotations.NullMarked;
