package io.heddle.rest.view;

/**
 * One port of one switch, as an end of something.
 *
 * @param dpid the switch, sixteen hex digits
 * @param port the port's number
 * @param name what to call the switch
 * @param portName the switch's own name for the port; empty when it was never described
 */
public record EndRepresentation(String dpid, int port, String name, String portName) {}
