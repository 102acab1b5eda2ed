package io.voronka.model.count;

import io.voronka.model.definition.FunnelVersion;

/**
 * Where a figure belongs.
 *
 * @param funnel whose figure
 * @param bucket when people entered: all of time or, of a series, a bucket of several periods
 * @param segment which people
 * @param page which part of the figures
 */
public record TallyKey(FunnelVersion funnel, Bucket bucket, Segment segment, Page page) {}
