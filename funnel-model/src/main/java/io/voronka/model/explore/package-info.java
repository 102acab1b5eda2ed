/**
 * What timelines show beyond the figures of a funnel: flows between events, what goes with
 * advancing and dropping, which events and properties there are. Everything here adds up over
 * people and over partitions in any order, and is bounded. No JSON, no reading of stores.
 */
@NullMarked
package io.voronka.model.explore;

import org.jspecify.annotations.NullMarked;
