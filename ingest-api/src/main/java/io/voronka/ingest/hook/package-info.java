/**
 * Webhooks of CRMs, mail platforms and the like: who may send them, and each a small decoder to the
 * calls of {@code call}. No routes, no sink.
 */
@NullMarked
package io.voronka.ingest.hook;

import org.jspecify.annotations.NullMarked;
