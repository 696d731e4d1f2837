package io.heddle.rest.view;

import java.util.Optional;

/**
 * One step of a repair by hand.
 *
 * @param from the port to take the plug out of
 * @param to the port to put it into; empty when the cable just comes out
 * @param sentence the same for a person
 */
public record ReplugRepresentation(EndRepresentation from, Optional<EndRepresentation> to, String sentence) {}
