package io.heddle.controller.openflow;

/**
 * What the endpoint has done since it started; all but {@code live} and {@code open} only grow.
 *
 * @param open connections now
 * @param live switches announced now
 * @param accepted connections accepted
 * @param turnedAway connections closed at once because there were too many
 * @param failedHandshakes sessions that ended before their switch was announced
 * @param insecure sessions that ended because TLS was not to be had
 * @param messagesIn messages received
 * @param messagesOut messages sent
 * @param packetIns packets received for the controller
 * @param packetInsDropped of those, dropped because the controller was behind or the handshake not done
 * @param packetOuts packets sent
 * @param packetOutsDropped packets not sent because the switch was behind
 * @param errors error messages received
 * @param unparsed messages that could not be read
 * @param batchesConfirmed batches of changes in force
 * @param batchesRefused batches of changes refused
 * @param changes changes sent in batches
 */
public record OpenFlowCounters(
        long open,
        long live,
        long accepted,
        long turnedAway,
        long failedHandshakes,
        long insecure,
        long messagesIn,
        long messagesOut,
        long packetIns,
        long packetInsDropped,
        long packetOuts,
        long packetOutsDropped,
        long errors,
        long unparsed,
        long batchesConfirmed,
        long batchesRefused,
        long changes) {}
