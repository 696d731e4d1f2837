package io.heddle.controller.discovery;

/**
 * What discovery did since it started.
 *
 * @param sent LLDP frames sent
 * @param accepted frames of ours that came back and were believed
 * @param refused frames that were not believed, for whatever reason
 * @param timedOut links that were taken for lost because no frame came through
 */
public record DiscoveryCounters(long sent, long accepted, long refused, long timedOut) {}
