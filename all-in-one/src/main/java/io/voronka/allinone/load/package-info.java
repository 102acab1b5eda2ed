/**
 * Sending many events through the ingest API: files, batches, retries, pace and progress. Nothing
 * of where the events come from otherwise, nothing of what is counted.
 */
@NullMarked
package io.voronka.allinone.load;

import org.jspecify.annotations.NullMarked;
