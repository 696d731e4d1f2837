package io.heddle.rest.tenant;

import io.heddle.rest.networking.Networking;
import io.heddle.rest.tenant.ExplanationRepresentation.DeciderRepresentation;
import io.heddle.rest.tenant.ExplanationRepresentation.FindingRepresentation;
import io.heddle.rest.tenant.TenantNetworksRepresentation.NetworkRepresentation;
import io.heddle.rest.tenant.TenantNetworksRepresentation.SegmentRepresentation;
import io.heddle.rest.tenant.TenantPortsRepresentation.PlaceRepresentation;
import io.heddle.rest.tenant.TenantPortsRepresentation.PortRepresentation;
import io.heddle.rest.tenant.UsageRepresentation.NetworkUsage;
import io.heddle.rest.tenant.UsageRepresentation.PortUsage;
import io.heddle.rest.tenant.UsageRepresentation.ProjectUsage;
import io.heddle.rest.view.ElephantsRepresentation;
import io.heddle.rest.view.ElephantsRepresentation.ElephantRepresentation;
import io.heddle.rest.view.PlanRepresentation;
import io.heddle.rest.view.PlanView;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.explain.Explainer;
import io.heddle.routing.tenant.explain.Finding;
import io.heddle.routing.tenant.explain.Question;
import io.heddle.routing.tenant.isolation.IsolationCheck;
import io.heddle.routing.tenant.isolation.Verdict;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.traffic.Pace;
import io.heddle.routing.tenant.traffic.PortTraffic;
import io.heddle.routing.tenant.traffic.Traffic;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What somebody is shown of tenants' networks; from the latest states, each time anew. */
public record TenantView(Networking networking) {

    /** A pace that was measured longer ago than this is not of now: counters are read every few seconds. */
    private static final Duration NOW = Duration.ofSeconds(15);

    /** What was carried: of everybody for an administrator, else of the requester's own project. */
    public UsageRepresentation usage(Requester by, TenantFilter filter) {
        TenantState state = networking.tenancy().state();
        TrafficLedger ledger = networking.sight().traffic();
        return new UsageRepresentation(
                networking.clock().instant(),
                ports(state, filter).stream()
                        .filter(port -> filter.passes(port) && by.owns(port))
                        .map(port -> new PortUsage(
                                port.id().toString(),
                                port.network().toString(),
                                port.project().value(),
                                TrafficRepresentation.of(carried(ledger, port))))
                        .toList(),
                networks(state, filter).stream()
                        .filter(network -> filter.passes(network) && by.owns(network))
                        .map(network -> new NetworkUsage(
                                network.id().toString(),
                                network.project().value(),
                                TrafficRepresentation.of(ledger.of(network.id()))))
                        .toList(),
                projects(state, ledger, filter).stream()
                        .filter(by::owns)
                        .map(project -> new ProjectUsage(project.value(), TrafficRepresentation.of(ledger.of(project))))
                        .toList());
    }

    /** The networks that the requester sees. */
    public TenantNetworksRepresentation networks(Requester by, TenantFilter filter) {
        TenantState state = networking.tenancy().state();
        TrafficLedger ledger = networking.sight().traffic();
        Instant now = networking.clock().instant();
        return new TenantNetworksRepresentation(
                now,
                networks(state, filter).stream()
                        .filter(network -> filter.passes(network) && by.sees(network, state))
                        .map(network -> network(network, by, state, ledger, now))
                        .toList());
    }

    /** The ports that the requester sees. */
    public TenantPortsRepresentation ports(Requester by, TenantFilter filter) {
        TenantState state = networking.tenancy().state();
        TrafficLedger ledger = networking.sight().traffic();
        Instant now = networking.clock().instant();
        return new TenantPortsRepresentation(
                now,
                ports(state, filter).stream()
                        .filter(port -> filter.passes(port) && by.sees(port, state))
                        .map(port -> port(port, by, ledger, now))
                        .toList());
    }

    /** The large flows of the networks that the requester owns. */
    public TenantElephantsRepresentation elephants(
            Requester by, TenantFilter filter, ElephantsRepresentation elephants) {
        TenantState state = networking.tenancy().state();
        List<TenantElephantsRepresentation.ElephantRepresentation> shown = new ArrayList<>();
        for (ElephantRepresentation elephant : elephants.flows()) {
            networksOf(elephant, state).stream()
                    .filter(network -> filter.passes(network) && by.owns(network))
                    .forEach(network -> shown.add(elephant(network, elephant, by)));
        }
        shown.sort(Comparator.comparing(TenantElephantsRepresentation.ElephantRepresentation::network));
        return new TenantElephantsRepresentation(networking.clock().instant(), shown);
    }

    /** That of the tunnel, or those whose routed addresses are at its ends. */
    private static List<TenantNetwork> networksOf(ElephantRepresentation elephant, TenantState state) {
        if (elephant.vni().isPresent()) {
            return state
                    .segments()
                    .find(new Segment(NetworkType.VXLAN, "", elephant.vni().get()))
                    .map(state::networkOf)
                    .stream()
                    .toList();
        }
        return Stream.of(elephant.flow().src(), elephant.flow().dst())
                .flatMap(address -> routed(IpAddress.parse(address), state))
                .distinct()
                .toList();
    }

    private static Stream<TenantNetwork> routed(IpAddress address, TenantState state) {
        return state.networks().values().stream()
                .filter(network -> network.segment().type() == NetworkType.ROUTED)
                .filter(network -> state.subnetsOf(network.id()).stream()
                        .anyMatch(subnet ->
                                state.portsByAddress(subnet.id()).find(address).isPresent()));
    }

    private static TenantElephantsRepresentation.ElephantRepresentation elephant(
            TenantNetwork network, ElephantRepresentation elephant, Requester by) {
        return new TenantElephantsRepresentation.ElephantRepresentation(
                network.id().toString(),
                network.name(),
                network.project().value(),
                Optional.of(elephant.flow().id()).filter(known -> by.isAdmin()),
                elephant.bitsPerSecond(),
                elephant.relativeError(),
                elephant.firstSeen(),
                elephant.steered(),
                elephant.gainBitsPerSecond());
    }

    /** Why a connection is let through or not; empty when it is about a port that is not the requester's. */
    public Optional<ExplanationRepresentation> explanation(Requester by, Question question) {
        Explainer explainer = new Explainer(networking.tenancy().state(), networking.statuses(), by);
        return explainer
                .explain(question)
                .map(found -> new ExplanationRepresentation(
                        networking.clock().instant(),
                        found.outcome().name(),
                        question.service().text(),
                        found.from().map(Object::toString),
                        found.to().map(Object::toString),
                        found.findings().stream().map(TenantView::finding).toList()));
    }

    /**
     * Whether servers let exactly those talk who are meant to, as far as the requester's ports are concerned; empty while they are being told of
     * something new.
     */
    public Optional<VerdictRepresentation> verdict(
            Requester by, TenantFilter filter, boolean withConnections, BooleanSupplier isGivenUp) {
        boolean isAll = filter.equals(new TenantFilter(Optional.empty(), Optional.empty()));
        TenantState state = networking.tenancy().state();
        return networking.sight().isolation().map(check -> {
            IsolationCheck.Scope scope = new IsolationCheck.Scope(
                    port -> filter.passes(port) && by.owns(port), isAll && by.isAdmin(), withConnections);
            Verdict verdict = check.check(scope, isGivenUp);
            return VerdictRepresentation.of(
                    verdict, state, by, networking.clock().instant());
        });
    }

    /** What a server's bridge is to hold, for an administrator; empty for anybody else, and for what is no server's bridge. */
    public Optional<PlanRepresentation> plan(Requester by, DatapathId bridge) {
        return networking
                .sight()
                .planOf(bridge)
                .filter(known -> by.isAdmin())
                .map(known -> new PlanView(known.server(), known.revision(), known.isInForce(), OverlayTables::name)
                        .of(bridge, known.plan()));
    }

    /** Traces of packets of the requester's ports. */
    public TenantTrace traces() {
        return new TenantTrace(networking);
    }

    /** Probes between the requester's ports. */
    public TenantProbe probes() {
        return new TenantProbe(networking);
    }

    private static FindingRepresentation finding(Finding finding) {
        return new FindingRepresentation(
                finding.stage().name(),
                finding.outcome().name(),
                finding.reason(),
                finding.decider()
                        .map(id -> new DeciderRepresentation(
                                ResourceType.of(id).apiName(), id.value().toString())));
    }

    private NetworkRepresentation network(
            TenantNetwork network, Requester by, TenantState state, TrafficLedger ledger, Instant now) {
        List<TenantPort> ports = state.portsOf(network.id()).stream()
                .filter(port -> by.sees(port, state))
                .toList();
        Traffic total = by.owns(network)
                ? ledger.of(network.id())
                : ports.stream().map(port -> carried(ledger, port)).reduce(Traffic.NONE, Traffic::plus);
        Optional<Pace> pace =
                ports.stream().flatMap(port -> pace(ledger, port, now).stream()).reduce(Pace::plus);
        return new NetworkRepresentation(
                network.id().toString(),
                network.name(),
                network.project().value(),
                network.adminUp(),
                network.shared(),
                Optional.of(segment(network.segment())).filter(known -> by.isAdmin()),
                network.mtu(),
                state.subnetsOf(network.id()).stream()
                        .map(subnet -> subnet.cidr().toString())
                        .toList(),
                ports.size(),
                (int) ports.stream().filter(this::isActive).count(),
                TrafficRepresentation.of(total),
                PaceRepresentation.of(pace));
    }

    private PortRepresentation port(TenantPort port, Requester by, TrafficLedger ledger, Instant now) {
        PortStatus status = networking.statuses().of(port.id());
        Optional<PlaceRepresentation> place = networking
                .sight()
                .placeOf(port.id())
                .map(found ->
                        new PlaceRepresentation(found.server(), found.address().map(Object::toString), found.device()));
        return new PortRepresentation(
                port.id().toString(),
                port.network().toString(),
                port.project().value(),
                port.name(),
                port.mac().toString(),
                port.fixedIps().stream().map(ip -> ip.address().toString()).toList(),
                port.adminUp(),
                status.phase().name(),
                Optional.of(status.reason()).filter(reason -> !reason.isEmpty() && by.isAdmin()),
                place.filter(known -> by.isAdmin()),
                TrafficRepresentation.of(carried(ledger, port)),
                PaceRepresentation.of(pace(ledger, port, now)));
    }

    private boolean isActive(TenantPort port) {
        return networking.statuses().of(port.id()).phase() == PortStatus.Phase.ACTIVE;
    }

    private static SegmentRepresentation segment(Segment segment) {
        return new SegmentRepresentation(
                segment.type().apiName(),
                Optional.of(segment.physicalNetwork()).filter(name -> !name.isEmpty()),
                segment.id());
    }

    private static Traffic carried(TrafficLedger ledger, TenantPort port) {
        return ledger.of(port.id()).map(PortTraffic::total).orElse(Traffic.NONE);
    }

    private static Optional<Pace> pace(TrafficLedger ledger, TenantPort port, Instant now) {
        return ledger.of(port.id()).flatMap(known -> known.paceSince(now.minus(NOW)));
    }

    private static Collection<TenantNetwork> networks(TenantState state, TenantFilter filter) {
        return filter.network()
                .<Collection<TenantNetwork>>map(
                        id -> state.networks().find(id).stream().toList())
                .orElseGet(() -> state.networks().values());
    }

    private static Collection<TenantPort> ports(TenantState state, TenantFilter filter) {
        return filter.network()
                .<Collection<TenantPort>>map(id -> state.portsOf(id).stream()
                        .sorted(Comparator.comparing(TenantPort::id))
                        .toList())
                .orElseGet(() -> state.ports().values());
    }

    /** The projects that own something, or did; of one network, none. */
    private static SortedSet<ProjectId> projects(TenantState state, TrafficLedger ledger, TenantFilter filter) {
        SortedSet<ProjectId> projects = new TreeSet<>();
        if (filter.network().isEmpty()) {
            projects.addAll(ledger.projects().keySet());
            state.networks().values().forEach(network -> projects.add(network.project()));
            state.ports().values().forEach(port -> projects.add(port.project()));
            projects.removeIf(project -> !filter.passes(project));
        }
        return projects;
    }
}
