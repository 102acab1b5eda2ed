/**
 * What {@code demo} shows: bundled sets of real events and a simulated web shop, their funnels and
 * when they are loaded. Everything goes through the services' HTTP interfaces.
 */
@NullMarked
package io.voronka.allinone.demo;

import org.jspecify.annotations.NullMarked;
