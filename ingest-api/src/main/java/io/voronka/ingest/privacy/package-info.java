/**
 * What is known of the visitor behind a request, and what of it must not be kept: applied between
 * the decoders and Kafka, whatever the protocol. Addresses never come further than here.
 */
@NullMarked
package io.voronka.ingest.privacy;

import org.jspecify.annotations.NullMarked;
