package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Link;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricProblem;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every cable there is or ought to be, with its state.
 *
 * @param states by cable
 * @param peers the other end of every port that has a cable; where a dead cable is remembered at a port that by now has another, the
 *     one that is there
 */
record Cabling(SortedMap<Cable, LinkState> states, SortedMap<ConnectPoint, ConnectPoint> peers) {

    static Cabling of(FabricSnapshot snapshot) {
        Topology topology = snapshot.topology();
        SortedSet<Cable> present = new TreeSet<>();
        for (Link link : topology.liveLinks()) {
            present.add(Cable.of(link));
        }
        SortedMap<Cable, LinkState> states = new TreeMap<>();
        for (Cable cable : present) {
            states.put(cable, LinkState.UNPLACED);
        }
        for (Cable cable : snapshot.recognition().blueprint().cables()) {
            states.put(cable, present.contains(cable) ? LinkState.UP : LinkState.DOWN);
        }
        for (FabricProblem problem : snapshot.recognition().problems()) {
            addTo(states, problem);
        }
        return new Cabling(states, peers(states, present));
    }

    private static void addTo(SortedMap<Cable, LinkState> states, FabricProblem problem) {
        switch (problem) {
            case FabricProblem.WrongCable wrong -> states.put(wrong.cable(), LinkState.WRONG);
            case FabricProblem.MissingLink missing -> {
                List<ConnectPoint> ends = missing.ends();
                if (ends.size() == 2) {
                    states.putIfAbsent(Cable.between(ends.get(0), ends.get(1)), LinkState.DOWN);
                }
            }
            case FabricProblem.MissingSwitch missing -> {}
            case FabricProblem.UnplacedSwitch unplaced -> {}
        }
    }

    private static SortedMap<ConnectPoint, ConnectPoint> peers(
            SortedMap<Cable, LinkState> states, SortedSet<Cable> present) {
        SortedMap<ConnectPoint, ConnectPoint> peers = new TreeMap<>();
        for (Cable cable : states.keySet()) {
            peers.put(cable.first(), cable.second());
            peers.put(cable.second(), cable.first());
        }
        for (Cable cable : present) {
            peers.put(cable.first(), cable.second());
            peers.put(cable.second(), cable.first());
        }
        return peers;
    }

    Optional<ConnectPoint> peer(ConnectPoint end) {
        return Optional.ofNullable(peers.get(end));
    }

    Optional<LinkState> stateAt(ConnectPoint end) {
        return peer(end).map(other -> states.get(Cable.between(end, other)));
    }
}
