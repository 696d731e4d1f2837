package io.heddle.rest.live;

/**
 * One event of a step.
 *
 * @param name its type, as it is written after {@code event:}
 * @param data what is written as JSON after {@code data:}
 */
public record StreamEvent(String name, Object data) {}
