/** What is said of a session and of the person in it: where they came from, on what, how often. */
@NullMarked
package io.voronka.model.session;

import org.jspecify.annotations.NullMarked;
