package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricProblem;
import io.heddle.topology.clos.Replug;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One snapshot as it is written in JSON; derived once, then only read, by any thread. */
public final class FabricView {

    private final FabricSnapshot snapshot;
    private final Figures figures;
    private final Cabling cabling;
    private final Loads loads;
    private final Addresses addresses;
    private final Ends ends;
    private final SwitchView switches;
    private final List<LinkRepresentation> links;
    private final ElephantsRepresentation elephants;

    private FabricView(FabricSnapshot snapshot, Figures figures) {
        this.snapshot = snapshot;
        this.figures = figures;
        cabling = Cabling.of(snapshot);
        loads = Loads.of(snapshot);
        addresses = Addresses.of(snapshot);
        ends = new Ends(snapshot.topology());
        switches = new SwitchView(snapshot, cabling);
        links = cabling.states().entrySet().stream()
                .map(entry -> link(entry.getKey(), entry.getValue()))
                .toList();
        elephants = ElephantView.of(snapshot);
    }

    /** The view of {@code snapshot}. */
    public static FabricView of(FabricSnapshot snapshot) {
        return new FabricView(snapshot, Figures.of(snapshot));
    }

    /** The view of a later snapshot; what takes long to derive is taken over where it still holds. */
    FabricView next(FabricSnapshot later) {
        return new FabricView(later, figures.next(later));
    }

    /** What it was derived from. */
    public FabricSnapshot snapshot() {
        return snapshot;
    }

    /** Every cable that is there or ought to be, by its ends. */
    public List<LinkRepresentation> links() {
        return links;
    }

    /** Every switch without its ports, by datapath id. */
    public List<SwitchSummary> summaries() {
        return switches.known().stream().map(switches::summary).toList();
    }

    /** Every switch with its ports, by datapath id; as a stream, for it is large in a large fabric. */
    public Stream<SwitchRepresentation> switches() {
        return switches.known().stream().map(switches::full);
    }

    /** One switch with its ports, when it was ever seen or is remembered. */
    public Optional<SwitchRepresentation> switchOf(DatapathId dpid) {
        return switches.known().contains(dpid) ? Optional.of(switches.full(dpid)) : Optional.empty();
    }

    /** Every host, by address. */
    public List<HostRepresentation> hosts() {
        return snapshot.topology().hosts().values().stream().map(this::host).toList();
    }

    /** What is wrong and how to repair it. */
    public ProblemsRepresentation problems() {
        List<ProblemRepresentation> problems = new ArrayList<>();
        snapshot.recognition().problems().forEach(problem -> problems.add(problem(problem)));
        snapshot.problems()
                .forEach(sentence ->
                        problems.add(new ProblemRepresentation("operation", sentence, List.of(), Optional.empty())));
        return new ProblemsRepresentation(
                problems,
                snapshot.recognition().repair().stream().map(this::replug).toList());
    }

    /** The large flows, and what is done about them. */
    public ElephantsRepresentation elephants() {
        return elephants;
    }

    /** The fabric as a whole. */
    public FabricRepresentation fabric() {
        List<String> waitingFor = Readiness.missing(snapshot);
        return new FabricRepresentation(
                snapshot.revision(),
                snapshot.instant(),
                snapshot.phase().toString(),
                waitingFor.isEmpty(),
                DesignRepresentation.of(snapshot.recognition().design()),
                counts(),
                figures.diameter(),
                figures.bisection(),
                figures.paths(),
                figures.oversubscription(),
                figures.isExact(),
                problems().problems().stream()
                        .map(ProblemRepresentation::sentence)
                        .toList());
    }

    private CountsRepresentation counts() {
        Topology topology = snapshot.topology();
        List<SwitchSummary> all = summaries();
        return new CountsRepresentation(
                all.size(),
                (int) all.stream().filter(SwitchSummary::connected).count(),
                links.size(),
                (int) links.stream().filter(LinkRepresentation::up).count(),
                topology.hosts().size(),
                (int) hosts().stream().filter(HostRepresentation::onPlan).count());
    }

    private LinkRepresentation link(Cable cable, LinkState state) {
        Topology topology = snapshot.topology();
        int directions = (topology.links().contains(cable.forward()) ? 1 : 0)
                + (topology.links().contains(cable.backward()) ? 1 : 0);
        boolean up = directions > 0 && topology.isUp(cable.first()) && topology.isUp(cable.second());
        return new LinkRepresentation(
                cable.first() + "-" + cable.second(),
                ends.of(cable.first()),
                ends.of(cable.second()),
                state.toString(),
                up,
                directions,
                loads.capacity(cable),
                loads.through(cable, cable.first()),
                loads.through(cable, cable.second()));
    }

    private HostRepresentation host(Host host) {
        ConnectPoint point = host.location();
        Optional<String> planned = addresses.ofHostAt(point);
        return new HostRepresentation(
                host.ip().toString(),
                host.mac().toString(),
                point.dpid().toString(),
                point.port().value(),
                ends.of(point).name(),
                planned,
                planned.filter(host.ip().toString()::equals).isPresent(),
                snapshot.topology().isUp(point),
                loads.capacity(point),
                loads.sentBy(point),
                loads.receivedBy(point));
    }

    private ProblemRepresentation problem(FabricProblem problem) {
        return switch (problem) {
            case FabricProblem.MissingLink link -> problem("missing-link", problem, link.ends(), Optional.empty());
            case FabricProblem.MissingSwitch missing -> problem("missing-switch", problem, List.of(), Optional.empty());
            case FabricProblem.WrongCable wrong ->
                problem(
                        "wrong-cable",
                        problem,
                        List.of(wrong.cable().first(), wrong.cable().second()),
                        Optional.empty());
            case FabricProblem.UnplacedSwitch unplaced ->
                problem(
                        "unplaced-switch",
                        problem,
                        List.of(),
                        Optional.of(unplaced.dpid().toString()));
        };
    }

    private ProblemRepresentation problem(
            String kind, FabricProblem problem, List<ConnectPoint> points, Optional<String> dpid) {
        return new ProblemRepresentation(
                kind, problem.sentence(), points.stream().map(ends::of).toList(), dpid);
    }

    private ReplugRepresentation replug(Replug replug) {
        String sentence = "Take the plug out of " + ends.phrase(replug.from())
                + replug.to()
                        .map(to -> " and put it into " + ends.phrase(to) + ".")
                        .orElse("; that cable has no place in the design.");
        return new ReplugRepresentation(ends.of(replug.from()), replug.to().map(ends::of), sentence);
    }
}
