/**
 * The one form in which every protocol's messages come in: what a decoder says of a message,
 * checked and made an event. No protocol's fields, no HTTP.
 */
@NullMarked
package io.voronka.ingest.call;

import org.jspecify.annotations.NullMarked;
