package io.voronka.allinone.load;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One call on its way to the ingest API.
 *
 * @param json a Segment call; not changed any more
 * @param position how much of its source has been read with it: bytes of a file, calls of a set
 */
public record OutgoingCall(ObjectNode json, long position) {}
