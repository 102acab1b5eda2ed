/** What a good Flink programmer would write for one funnel; only to be measured against. */
@NullMarked
package io.voronka.flinkpeer;

import org.jspecify.annotations.NullMarked;
