/** Who is told of alerts, and how: what is to be delivered, sending it, and trying again. */
@NullMarked
package io.voronka.dashboard.delivery;

import org.jspecify.annotations.NullMarked;
