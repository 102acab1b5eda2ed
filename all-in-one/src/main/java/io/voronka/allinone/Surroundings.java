package io.voronka.allinone;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the program finds around it.
 *
 * @param env the environment variables
 * @param out for what a person asked for
 * @param err for faults and progress
 * @param isTerminal whether a person sees both as they are written
 */
record Surroundings(
    Map<String, String> env,
    PrintWriter out,
    PrintStream err,
    boolean isTerminal,
    InstantSource clock) {}
