/**
 * The protocols that senders speak: each a small decoder from its requests to the calls of {@code
 * call}, and the answers that its clients need. No routes, no sink.
 */
@NullMarked
package io.voronka.ingest.protocol;

import org.jspecify.annotations.NullMarked;
