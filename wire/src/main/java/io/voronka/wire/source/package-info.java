/**
 * The programs whose webhooks are taken: what can be said of one, in the settings and by the API,
 * and how it is kept with its secrets closed. How each kind speaks is known by the door alone.
 */
@NullMarked
package io.voronka.wire.source;

import org.jspecify.annotations.NullMarked;
