package io.heddle.rest.view;

import io.heddle.rest.FabricPhase;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.PortLoad;
import io.heddle.rest.SwitchSession;
import io.heddle.routing.rule.Cookie;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The fabric as Prometheus reads it (text format 0.0.4). Every call writes into a registry of its own, so what is gone from the fabric
 * is gone from the page.
 */
public final class PrometheusText {

    private final FabricView view;
    private final MeterRegistry registry;

    private PrometheusText(FabricView view, MeterRegistry registry) {
        this.view = view;
        this.registry = registry;
    }

    /** The page for {@code view}. */
    public static String of(FabricView view) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try {
            PrometheusText page = new PrometheusText(view, registry);
            page.fabric();
            page.switches();
            page.links();
            page.ports();
            page.counters();
            return registry.scrape();
        } finally {
            registry.close();
        }
    }

    private void fabric() {
        FabricSnapshot snapshot = view.snapshot();
        FabricRepresentation fabric = view.fabric();
        CountsRepresentation counts = fabric.counts();
        Arrays.stream(FabricPhase.values())
                .forEach(phase -> gauge(
                        "heddle.fabric.state",
                        "1 for the state the fabric is in, 0 for the others",
                        Tags.of("state", phase.toString()),
                        phase == snapshot.phase() ? 1 : 0));
        gauge("heddle.fabric.ready", "1 when all plans are confirmed", Tags.empty(), fabric.ready() ? 1 : 0);
        gauge("heddle.fabric.revision", "Number of the snapshot", Tags.empty(), (double) snapshot.revision());
        gauge(
                "heddle.fabric.problems",
                "How many problems are open",
                Tags.empty(),
                fabric.problems().size());
        gauge("heddle.switches", "Switches seen or remembered", Tags.empty(), counts.switches());
        gauge("heddle.switches.connected", "Switches with a session", Tags.empty(), counts.switchesConnected());
        gauge("heddle.links", "Cables that are there or ought to be", Tags.empty(), counts.links());
        gauge("heddle.links.up", "Cables that carry traffic", Tags.empty(), counts.linksUp());
        gauge("heddle.hosts", "Hosts seen", Tags.empty(), counts.hosts());
    }

    private void switches() {
        FabricSnapshot snapshot = view.snapshot();
        for (FabricSwitch each : snapshot.topology().switches().values()) {
            Tags tags = Tags.of("dpid", each.dpid().toString(), "switch", each.name());
            Optional<SwitchSession> session =
                    Optional.ofNullable(snapshot.sessions().get(each.dpid()));
            gauge("heddle.switch.connected", "1 while it has a session", tags, each.isConnected() ? 1 : 0);
            gauge(
                    "heddle.switch.synced",
                    "1 when it confirmed all that the plan wants",
                    tags,
                    session.filter(SwitchSession::isSynced).isPresent() ? 1 : 0);
            gauge(
                    "heddle.switch.rules",
                    "Rules the plan wants of it",
                    tags,
                    snapshot.plan().forSwitch(each.dpid()).rules().size());
            gauge("heddle.switch.vlan.rules", "Those of them for VLANs", tags, (double)
                    rules(each.dpid(), Cookie.Purpose.VLAN));
            gauge("heddle.switch.routed.rules", "Those of them for tenants' routed addresses", tags, (double)
                    rules(each.dpid(), Cookie.Purpose.ROUTED));
            gauge(
                    "heddle.switch.foreign.entries",
                    "Entries of somebody else's",
                    tags,
                    session.map(SwitchSession::foreignCount).orElse(0));
        }
    }

    private long rules(DatapathId dpid, Cookie.Purpose purpose) {
        return view.snapshot().plan().forSwitch(dpid).rules().values().stream()
                .filter(rule -> rule.cookie().isFor(purpose))
                .count();
    }

    private void links() {
        for (LinkRepresentation link : view.links()) {
            gauge("heddle.link.up", "1 while the cable carries traffic", Tags.of("link", link.id()), link.up() ? 1 : 0);
            direction(link, link.a(), link.b(), link.aToB());
            direction(link, link.b(), link.a(), link.bToA());
        }
    }

    private void direction(
            LinkRepresentation link, EndRepresentation from, EndRepresentation to, FlowRepresentation flow) {
        Tags tags = Tags.of("link", link.id(), "from", from.name(), "to", to.name());
        flow.bitsPerSecond()
                .ifPresent(rate -> gauge("heddle.link.bits.per.second", "Rate in this direction", tags, rate));
        flow.utilisation()
                .ifPresent(share ->
                        gauge("heddle.link.utilisation", "Rate as a share of the capacity, 0 to 1", tags, share));
    }

    private void ports() {
        view.snapshot().loads().forEach((point, load) -> {
            Tags tags = tags(point);
            total("heddle.port.tx.bytes", "Bytes sent", tags, load.txBytes());
            total("heddle.port.rx.bytes", "Bytes received", tags, load.rxBytes());
            dropped(tags, load);
        });
    }

    private void dropped(Tags tags, PortLoad load) {
        total("heddle.port.tx.dropped", "Packets dropped before sending", tags, load.txDropped());
        total("heddle.port.rx.dropped", "Packets dropped on receipt", tags, load.rxDropped());
    }

    private Tags tags(ConnectPoint point) {
        return Tags.of("dpid", point.dpid().toString(), "port", point.port().toString());
    }

    private void counters() {
        view.snapshot()
                .counters()
                .forEach((name, value) ->
                        total("heddle." + name.replace('_', '.'), "Counted by the controller", Tags.empty(), value));
    }

    private void gauge(String name, String description, Tags tags, double value) {
        // A list holds the value strongly: a gauge itself only holds its subject weakly.
        Gauge.builder(name, List.of(value), held -> held.getFirst())
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private void total(String name, String description, Tags tags, long value) {
        List<Double> held = List.of((double) value);
        FunctionCounter.builder(name, held, List::getFirst)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
