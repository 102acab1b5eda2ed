package io.voronka.model.count;

import io.voronka.model.definition.FunnelVersion;

/**
 * Where a figure belongs.
 *
 * @param funnel whose figure
 * @param bucket when people entered
 * @param segment which people
 * @param page which part of the figures
 */
public record TallyKey(FunnelVersion funnel, Bucket bucket, Segment segment, Page page) {}
