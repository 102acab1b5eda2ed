/** Measures the whole product from outside. Each class is a program of its own. */
@NullMarked
package io.voronka.benchmarks;

import org.jspecify.annotations.NullMarked;
