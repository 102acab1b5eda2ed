package io.voronka.model.count;

import io.voronka.model.definition.FunnelVersion;
import java.util.Objects;

/**
 * Where a figure belongs.
 *
 * @param funnel whose figure
 * @param bucket when people entered: all of time or, of a series, a bucket of several periods
 * @param segment which people
 * @param page which part of the figures
 */
public record TallyKey(FunnelVersion funnel, Bucket bucket, Segment segment, Page page) {

  // Both are written out: a person's figures look up a dozen keys, and what the compiler makes of a
  // record of records took a third of the time of a question.

  @Override
  public boolean equals(Object other) {
    return other instanceof TallyKey that
        && page.number() == that.page.number()
        && page.kind() == that.page.kind()
        && bucket.startMillis() == that.bucket.startMillis()
        && bucket.granularity() == that.bucket.granularity()
        && Objects.equals(segment, that.segment)
        && Objects.equals(funnel, that.funnel);
  }

  @Override
  public int hashCode() {
    int hash = page.number() * 31 + page.kind().hashCode();
    hash = hash * 31 + Long.hashCode(bucket.startMillis());
    hash = hash * 31 + (segment.values().isEmpty() ? 0 : segment.values().hashCode());
    return hash * 31 + funnel.funnel().hashCode();
  }
}
