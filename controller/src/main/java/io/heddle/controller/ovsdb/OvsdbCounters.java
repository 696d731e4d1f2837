package io.heddle.controller.ovsdb;

/**
 * What the endpoint has done so far.
 *
 * @param open connections now
 * @param live databases that are announced now
 * @param accepted connections, in either direction
 * @param turnedAway connections refused because there were too many
 * @param failed sessions that ended before their database was announced
 * @param insecure sessions that ended because TLS was not to be had
 * @param messagesIn messages received
 * @param messagesOut messages sent
 * @param updates reports of changed rows
 * @param committed transactions that happened
 * @param overtaken transactions that did not because the database had moved on, and were computed again
 * @param refused transactions that a database refused
 */
public record OvsdbCounters(
        long open,
        long live,
        long accepted,
        long turnedAway,
        long failed,
        long insecure,
        long messagesIn,
        long messagesOut,
        long updates,
        long committed,
        long overtaken,
        long refused) {}
