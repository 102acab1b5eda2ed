/**
 * The door for events: HTTP in, validation, publishing. What an event means to a funnel is decided
 * elsewhere.
 */
@NullMarked
package io.voronka.ingest;

import org.jspecify.annotations.NullMarked;
