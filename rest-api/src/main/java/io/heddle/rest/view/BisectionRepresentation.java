package io.heddle.rest.view;

/**
 * The bisection width.
 *
 * @param links cables to cut so that the fabric falls into two halves
 * @param bitsPerSecond their capacity in one direction; 0 where ports do not tell
 */
public record BisectionRepresentation(long links, long bitsPerSecond) {}
