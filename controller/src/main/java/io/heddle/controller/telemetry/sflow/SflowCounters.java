package io.heddle.controller.telemetry.sflow;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the collector did so far.
 *
 * @param datagrams datagrams that arrived
 * @param strangers of these, those from no management address of a connected switch
 * @param malformed of these, those that are no whole sFlow version 5
 * @param lost datagrams that were sent and did not arrive, by their numbers
 * @param samples packets sampled
 * @param entering of these, those that were counted where their flow enters
 * @param passing of these, those that came over a link inside the fabric
 * @param implausible of these, those whose source is no host known at that port
 * @param unplaced of these, those by an interface that is not known to be a port of the switches at that address
 * @param unnamed of these, those that are no TCP or UDP over IPv4
 * @param portsClaimed times that an interface was said to be a port
 * @param claimsRefused of these, those about switches that are not at that address
 * @param reportsDropped reports that the controller did not take in time; each was made again
 * @param switchesHeard switches that sent anything that was believed in the last ten seconds
 * @param elephants flows that are large now
 * @param watched flows that are watched and not large now
 * @param crowdedOut flows that made room for others before they could become large
 */
public record SflowCounters(
        long datagrams,
        long strangers,
        long malformed,
        long lost,
        long samples,
        long entering,
        long passing,
        long implausible,
        long unplaced,
        long unnamed,
        long portsClaimed,
        long claimsRefused,
        long reportsDropped,
        long switchesHeard,
        long elephants,
        long watched,
        long crowdedOut) {

    /** The same by the names that metrics have. */
    public SortedMap<String, Long> byName() {
        SortedMap<String, Long> all = new TreeMap<>();
        all.put("sflow_datagrams", datagrams);
        all.put("sflow_datagrams_from_strangers", strangers);
        all.put("sflow_datagrams_malformed", malformed);
        all.put("sflow_datagrams_lost", lost);
        all.put("sflow_samples", samples);
        all.put("sflow_samples_entering", entering);
        all.put("sflow_samples_passing", passing);
        all.put("sflow_samples_implausible", implausible);
        all.put("sflow_samples_unplaced", unplaced);
        all.put("sflow_samples_unnamed", unnamed);
        all.put("sflow_ports_claimed", portsClaimed);
        all.put("sflow_claims_refused", claimsRefused);
        all.put("elephant_reports_dropped", reportsDropped);
        all.put("sflow_switches_heard", switchesHeard);
        all.put("elephants_now", elephants);
        all.put("elephant_candidates_now", watched);
        all.put("elephant_candidates_crowded_out", crowdedOut);
        return all;
    }
}
