/**
 * The product as one program: the command line, the embedded broker, the demonstration with its
 * sample data. No rule of funnels, no route; whatever is sent or defined here goes through the
 * services' own HTTP interfaces.
 */
@NullMarked
package io.voronka.allinone;

import org.jspecify.annotations.NullMarked;
