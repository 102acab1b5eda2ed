/**
 * What travels and is kept: topics, binary and JSON forms of the model's values. No HTTP, no rules
 * of funnels.
 */
@NullMarked
package io.voronka.wire;

import org.jspecify.annotations.NullMarked;
