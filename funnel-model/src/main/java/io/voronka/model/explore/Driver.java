package io.voronka.model.explore;

/**
 * Something that goes with advancing or with dropping. That it goes with it does not say that it is
 * the cause.
 *
 * @param factor what
 * @param table how many went on and dropped with it and without it
 * @param pValue of the table, by itself
 * @param qValue the same with regard to how many factors were compared: of all drivers with at most
 *     this value, about that share are expected to be there by chance
 */
public record Driver(Factor factor, Association table, double pValue, double qValue) {}
