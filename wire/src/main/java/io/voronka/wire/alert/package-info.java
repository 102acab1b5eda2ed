/**
 * What is said to others about alerts: a sentence for people, and the bodies of webhooks, chats and
 * pagers. Pure; sending is not in here.
 */
@NullMarked
package io.voronka.wire.alert;

import org.jspecify.annotations.NullMarked;
