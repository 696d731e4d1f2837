package io.heddle.rest.view;

/**
 * How many there are.
 *
 * @param switches switches seen or remembered
 * @param switchesConnected those with a live control channel
 * @param links cables between switches that are there or ought to be
 * @param linksUp those that carry traffic
 * @param hosts hosts seen
 * @param hostsOnPlan those with the address the plan has for their port
 */
public record CountsRepresentation(
        int switches, int switchesConnected, int links, int linksUp, int hosts, int hostsOnPlan) {}
