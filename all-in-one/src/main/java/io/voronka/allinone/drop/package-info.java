/**
 * A made-up world to try the detector in: people who come and advance, with the hours, the weather
 * and the mishaps of a real stage, and the truth about each mishap.
 */
@NullMarked
package io.voronka.allinone.drop;

import org.jspecify.annotations.NullMarked;
