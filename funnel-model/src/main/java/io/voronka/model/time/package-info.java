/** How a project divides time into days, weeks and months. No evaluation, no counting. */
@NullMarked
package io.voronka.model.time;

import org.jspecify.annotations.NullMarked;
