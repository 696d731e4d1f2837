package io.heddle.controller.state;

import io.heddle.controller.state.Effect.ApplyChanges;
import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.FabricEvent.TablesReread;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.HeldSteerings;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fabric of switches on paper around the pure core: they hold what they are told, confirm it, and go on holding it when the controller
 * is replaced. Time passes only when a test says so.
 */
final class PaperFabric {

    static final StepSettings SETTINGS = new StepSettings(
            10,
            10_000_000,
            Duration.ofMillis(700),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            PlanOptions.defaults(),
            PlacementSettings.defaults());

    private final Topology cabling;
    private final SortedSet<ConnectPoint> down = new TreeSet<>();
    private final SortedMap<DatapathId, SwitchPlan> held = new TreeMap<>();
    private final FabricStep step;
    private final Settlement settlement;
    private final List<Effect> effects = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Blueprint remembered = Blueprint.empty();
    private final SortedMap<FlowKey, DatapathId> pins = new TreeMap<>();
    private SchedulerName scheduler = SchedulerName.HEDDLE;
    private FabricState state = FabricState.starting(Blueprint.empty(), List.of(), now);

    PaperFabric(Topology cabling) {
        this(cabling, SETTINGS);
    }

    PaperFabric(Topology cabling, StepSettings settings) {
        this.cabling = cabling;
        step = new FabricStep(settings);
        settlement = new Settlement(settings);
        cabling.switches().keySet().forEach(dpid -> held.put(dpid, SwitchPlan.empty()));
    }

    FabricState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    /** What the switch really holds. */
    SwitchPlan held(DatapathId dpid) {
        return Optional.ofNullable(held.get(dpid)).orElseThrow();
    }

    /** The effects since the last call. */
    List<Effect> takeEffects() {
        List<Effect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    /** What was to be done since the last call but for the questions that every new session begins with. */
    List<Effect> takeDeeds() {
        return takeEffects().stream()
                .filter(effect -> !(effect instanceof Effect.ProbeHash))
                .toList();
    }

    /** The switches that were sent changes since the last call. */
    SortedSet<DatapathId> takeTouched() {
        SortedSet<DatapathId> touched = new TreeSet<>();
        for (Effect effect : takeEffects()) {
            if (effect instanceof ApplyChanges changes) {
                touched.add(changes.dpid());
            }
        }
        return touched;
    }

    /** Every switch connects, every working cable is seen, and the fabric settles. */
    void comeUp() {
        cabling.switches().keySet().forEach(this::connect);
        cabling.links().stream().filter(this::works).forEach(link -> happen(new LinkSeen(link)));
        pass(SETTINGS.patience());
    }

    /** The chosen switches connect that have not yet, and what is cabled between those present is seen. */
    void appear(Predicate<DatapathId> isPresent) {
        cabling.switches().keySet().stream()
                .filter(isPresent)
                .filter(dpid -> !state.sessions().containsKey(dpid))
                .forEach(this::connect);
        cabling.links().stream()
                .filter(link -> isPresent.test(link.from().dpid())
                        && isPresent.test(link.to().dpid()))
                .forEach(link -> happen(new LinkSeen(link)));
    }

    /** At each of {@code ports} a host is found, with the address that is planned for it. */
    void locateHosts(Collection<ConnectPoint> ports) {
        AddressPlan addresses = state.understanding().orElseThrow().addresses();
        for (ConnectPoint port : ports) {
            Ipv4Address ip = addresses.hostAddress(port).orElseThrow();
            happen(new HostLocated(ip, new MacAddress(0x0200_0000_0000L + ip.unsigned()), port));
        }
    }

    void connect(DatapathId dpid) {
        FabricSwitch described = cabling.fabricSwitch(dpid).orElseThrow();
        List<Port> ports = described.ports().values().stream()
                .map(port -> port.withUp(port.isUp() && !down.contains(new ConnectPoint(dpid, port.number()))))
                .toList();
        Installed installed = new Installed(held(dpid), List.of(), List.of(), 0);
        happen(new SwitchConnected(
                dpid,
                ProtocolVersion.OF_1_5,
                new SwitchDescription("Paper", "fabric", "1", "", described.name()),
                ports,
                installed,
                "paper"));
    }

    void cut(Cable cable) {
        down.add(cable.first());
        down.add(cable.second());
        setPort(cable.first(), false);
        setPort(cable.second(), false);
    }

    void heal(Cable cable) {
        down.remove(cable.first());
        down.remove(cable.second());
        setPort(cable.first(), true);
        setPort(cable.second(), true);
        happen(new LinkSeen(cable.forward()));
        happen(new LinkSeen(cable.backward()));
        pass(Duration.ofSeconds(1));
    }

    private void setPort(ConnectPoint point, boolean up) {
        Port port = cabling.port(point).orElseThrow();
        happen(new PortChanged(point.dpid(), port.withUp(up)));
    }

    private boolean works(Link link) {
        return !down.contains(link.from()) && !down.contains(link.to());
    }

    /** The controller dies; another one with what was saved takes its place, and the fabric comes up under it. */
    void restartController() {
        Elephants elephants = Elephants.remembered(scheduler, pins);
        state = FabricState.starting(remembered, state.topology().hosts().values(), elephants, now);
        effects.clear();
        comeUp();
    }

    /** Takes away something a switch holds behind the controller's back. */
    void tamper(DatapathId dpid, SwitchPlan left) {
        held.put(dpid, left);
    }

    /** No packet of the flow came for the idle time of its rules. */
    void fallSilent(FlowKey flow) {
        for (DatapathId dpid : List.copyOf(held.keySet())) {
            List<ForwardingRule.Key> ended = held(dpid).rules().keySet().stream()
                    .filter(key -> HeldSteerings.flow(key).filter(flow::equals).isPresent())
                    .toList();
            for (ForwardingRule.Key key : ended) {
                SortedMap<ForwardingRule.Key, ForwardingRule> left =
                        new TreeMap<>(held(dpid).rules());
                left.remove(key);
                held.put(dpid, new SwitchPlan(held(dpid).meters(), held(dpid).groups(), left));
                happen(new FabricEvent.RuleExpired(dpid, key));
            }
        }
    }

    void pass(Duration time) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            now = now.plusMillis(50);
            happen(new FabricEvent.Ticked());
        }
    }

    void happen(FabricEvent event) {
        FabricStep.Outcome noted = step.apply(state, event, now);
        state = noted.state();
        FabricStep.Outcome settled = settlement.settle(state, now);
        state = settled.state();
        FabricStep.Outcome placed = settlement.place(state, now);
        state = placed.state();
        List<Effect> due = new ArrayList<>(noted.effects());
        due.addAll(settled.effects());
        due.addAll(placed.effects());
        effects.addAll(due);
        due.forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        if (effect instanceof ApplyChanges apply) {
            held.put(apply.dpid(), after(held(apply.dpid()), apply.changes()));
            happen(new ChangesConfirmed(apply.dpid(), apply.revision()));
        } else if (effect instanceof Effect.SaveBlueprint save) {
            remembered = save.blueprint();
        } else if (effect instanceof Effect.SaveScheduler save) {
            scheduler = save.scheduler();
        } else if (effect instanceof Effect.SavePin save) {
            pins.put(save.flow(), save.through());
        } else if (effect instanceof Effect.ForgetPin forget) {
            pins.remove(forget.flow());
        } else if (effect instanceof Effect.Answer answer) {
            answer.receipt().answer(answer.verdict());
        } else if (effect instanceof Effect.RereadTables reread) {
            happen(new TablesReread(reread.dpid(), new Installed(held(reread.dpid()), List.of(), List.of(), 0)));
        } else if (effect instanceof Effect.ProbeHash probe) {
            happen(new FabricEvent.HashLearned(probe.dpid(), Optional.of(HashVariant.MURMUR)));
        }
    }

    /** What a switch holds after {@code changes}; fails when one cannot be applied, as a switch would. */
    static SwitchPlan after(SwitchPlan before, List<Change> changes) {
        SortedMap<MeterId, Meter> meters = new TreeMap<>(before.meters());
        SortedMap<GroupId, Group> groups = new TreeMap<>(before.groups());
        SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>(before.rules());
        for (Change change : changes) {
            switch (change) {
                case Change.AddMeter add -> absent(meters.put(add.meter().id(), add.meter()));
                case Change.ModifyMeter modify ->
                    present(meters.put(modify.meter().id(), modify.meter()));
                case Change.RemoveMeter remove -> present(meters.remove(remove.id()));
                case Change.AddGroup add -> absent(groups.put(add.group().id(), add.group()));
                case Change.ModifyGroup modify ->
                    present(groups.put(modify.group().id(), modify.group()));
                case Change.RemoveGroup remove -> present(groups.remove(remove.id()));
                case Change.PutRule put -> rules.put(put.rule().key(), put.rule());
                case Change.RemoveRule remove -> {
                    if (HeldSteerings.flow(remove.key()).isEmpty()) {
                        present(rules.get(remove.key()));
                    }
                    rules.remove(remove.key());
                }
            }
        }
        return new SwitchPlan(meters, groups, rules);
    }

    private static void absent(@Nullable Object earlier) {
        if (earlier != null) {
            throw new IllegalStateException("already there: " + earlier);
        }
    }

    private static void present(@Nullable Object earlier) {
        if (earlier == null) {
            throw new IllegalStateException("not there");
        }
    }
}
