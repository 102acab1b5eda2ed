/** Adding up over persons by difference, and reading reports from the sums. No Kafka, no JSON. */
@NullMarked
package io.voronka.model.count;

import org.jspecify.annotations.NullMarked;
