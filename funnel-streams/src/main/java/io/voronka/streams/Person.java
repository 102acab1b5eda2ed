package io.voronka.streams;

import io.voronka.model.timeline.Timeline;
import java.util.List;

/**
 * Somebody whose events make one timeline.
 *
 * @param key under which the partition keeps the person, in the form of {@link
 *     io.voronka.wire.EventCodec#senderKey}
 * @param id of the person
 * @param ids all that the person has, {@code id} among them
 * @param timeline what the person did
 */
record Person(byte[] key, String id, List<String> ids, Timeline timeline) {}
