/**
 * Who may send and who may read: the records of write keys, API tokens and sources of webhooks, and
 * what is told of their use. Secrets are here as hashes only, those of sources closed.
 */
@NullMarked
package io.voronka.wire.access;

import org.jspecify.annotations.NullMarked;
