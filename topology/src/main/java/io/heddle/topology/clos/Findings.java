package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts into sentences what is wrong: wrong cables first, then missing switches, unplaced switches and missing cables. */
final class Findings {

    private final CablingGraph graph;
    private final Labels labels;
    private final FabricDesign design;
    private final List<FabricProblem> problems = new ArrayList<>();

    Findings(CablingGraph graph, Labels labels, FabricDesign design) {
        this.graph = graph;
        this.labels = labels;
        this.design = design;
    }

    List<FabricProblem> list() {
        return problems;
    }

    void addWrongCables(CableAudit audit, RepairPlan repair) {
        for (int port : audit.wrong()) {
            int peer = graph.peer(port);
            String advice = repair.replugsOf(port).stream()
                    .map(this::advice)
                    .reduce((one, other) -> one + " and " + other)
                    .map(text -> ": " + text)
                    .orElse("");
            problems.add(new FabricProblem.WrongCable(
                    Cable.between(graph.point(port), graph.point(peer)),
                    "The cable from " + end(port) + " to " + end(peer) + " does not fit the " + title() + advice
                            + "."));
        }
    }

    private String advice(Replug replug) {
        ConnectPoint from = replug.from();
        String plug = "the plug in port " + from.port() + " of " + name(graph.find(from.dpid()));
        return replug.to()
                .map(to -> plug + " belongs into port " + to.port() + " of " + name(graph.find(to.dpid())))
                .orElse(plug + " has to come out");
    }

    /** Every place of the design, or of the blueprint, where no switch is. */
    void addMissingSwitches(List<Position> missing) {
        for (Position position : missing) {
            problems.add(new FabricProblem.MissingSwitch(position, "There is no " + name(position) + "."));
        }
    }

    void addAbsentSwitches() {
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node) && graph.isAbsent(node)) {
                problems.add(
                        new FabricProblem.MissingSwitch(labels.position(node), sentenceStart(node) + " is missing."));
            }
        }
    }

    void addUnplacedSwitches() {
        for (int node = 0; node < graph.size(); node++) {
            if (!labels.isPlaced(node) && graph.isObserved(node)) {
                String reason = graph.degree(node) == 0
                        ? " has no cable to any other switch"
                        : " has no place in the " + title() + ": its cables fit nowhere that is free";
                problems.add(new FabricProblem.UnplacedSwitch(
                        graph.dpid(node), "Switch " + graph.dpid(node) + reason + "."));
            }
        }
    }

    /** The given gaps, which no re-plug fills. */
    void addMissingLinks(List<CableAudit.Gap> gaps, PortGuess guess) {
        for (CableAudit.Gap gap : gaps) {
            problems.add(gap.dead().isPresent() ? deadCable(gap.dead().get().cable()) : guessed(gap, guess));
        }
    }

    void addDeadCables(List<Remembered.DeadCable> dead) {
        for (Remembered.DeadCable each : dead) {
            if (!graph.isAbsent(each.firstNode()) && !graph.isAbsent(each.secondNode())) {
                problems.add(deadCable(each.cable()));
            }
        }
    }

    private FabricProblem deadCable(Cable cable) {
        return new FabricProblem.MissingLink(
                List.of(cable.first(), cable.second()),
                "The cable from " + end(cable.first()) + " to " + end(cable.second()) + " is down.");
    }

    private FabricProblem guessed(CableAudit.Gap gap, PortGuess guess) {
        List<ConnectPoint> ends = new ArrayList<>();
        Optional<ConnectPoint> lower = guess.of(gap.lower(), gap.upper());
        Optional<ConnectPoint> upper = guess.of(gap.upper(), gap.lower());
        lower.ifPresent(ends::add);
        upper.ifPresent(ends::add);
        String one = lower.map(this::end).orElse(name(gap.lower()));
        String other = upper.map(this::end).orElse(name(gap.upper()));
        return new FabricProblem.MissingLink(ends, "There is no cable from " + one + " to " + other + ".");
    }

    private String end(int port) {
        return name(graph.node(port)) + " port " + graph.number(port);
    }

    private String end(ConnectPoint point) {
        return name(graph.find(point.dpid())) + " port " + point.port();
    }

    private String name(int node) {
        return labels.isPlaced(node)
                ? name(labels.position(node)) + " (" + graph.dpid(node) + ")"
                : "switch " + graph.dpid(node);
    }

    private String sentenceStart(int node) {
        String name = name(node);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String name(Position position) {
        String role = design.role(position.tier());
        return switch (design) {
            case FabricDesign.LeafSpine ignored -> role + " " + position.index();
            case FabricDesign.Irregular ignored -> role + " " + position.index();
            case FabricDesign.FatTree ignored -> inGroup(role + " switch", position);
            case FabricDesign.FoldedClos ignored -> inGroup(role, position);
        };
    }

    private static String inGroup(String role, Position position) {
        return role + " " + position.index() + (position.tier() == Tier.CORE ? " of plane " : " of pod ")
                + position.pod();
    }

    private String title() {
        return design.title();
    }
}
