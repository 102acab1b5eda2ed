/**
 * Who may send and who may read: the records of write keys and API tokens, and what is told of
 * their use. Secrets are here as hashes only.
 */
@NullMarked
package io.voronka.wire.access;

import org.jspecify.annotations.NullMarked;
