package io.heddle.rest.view;

import java.util.Optional;

/**
 * A port of an edge switch that the plan has for a host, whether or not one has spoken.
 *
 * @param port its number
 * @param up whether something is plugged in
 * @param plannedIp the address of the host there; empty when there is no address plan
 */
public record HostPortRepresentation(int port, boolean up, Optional<String> plannedIp) {}
