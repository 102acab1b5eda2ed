/**
 * HTTP out: definitions, reports, live push, status, and the web page. Figures are read from the
 * summed topic or asked of the instances that hold the timelines; no rule of a funnel lives here.
 */
@NullMarked
package io.voronka.dashboard;

import org.jspecify.annotations.NullMarked;
