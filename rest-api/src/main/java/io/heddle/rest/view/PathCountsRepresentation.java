package io.heddle.rest.view;

/**
 * How many shortest paths there are between two edge switches.
 *
 * @param fewestInPod the smallest number over all pairs of one pod; 0 when there is no such pair
 * @param mostInPod the largest number over all pairs of one pod
 * @param fewestBetweenPods the smallest number over all pairs of different pods; 0 when a pair cannot reach each other
 * @param mostBetweenPods the largest number over all pairs of different pods
 */
public record PathCountsRepresentation(
        long fewestInPod, long mostInPod, long fewestBetweenPods, long mostBetweenPods) {}
