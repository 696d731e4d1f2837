package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** What may be asked of ports, and what comes of it. */
final class PortRules {

    private static final int PAIRS_AT_MOST = 10;
    private static final Set<String> REMOVED_WITH_ITS_NETWORK = Set.of("network:dhcp", "network:distributed");

    private final int blockLength;

    /** Rules under which blocks of routed networks have prefixes of that length. */
    PortRules(int blockLength) {
        this.blockLength = blockLength;
    }

    /** Whether the port is there for its network only, and goes when it goes. */
    static boolean isRemovedWithItsNetwork(TenantPort port) {
        return REMOVED_WITH_ITS_NETWORK.contains(port.deviceOwner());
    }

    List<TenantChange> create(Request request, PortDraft draft) {
        Layer3Ports.checkNew(draft);
        TenantNetwork network = request.network(draft.network());
        checkOnOthersNetwork(request, network, draft);
        ProjectId owner = request.owner(draft.project());
        boolean isGuarded = draft.portSecurity().orElse(network.portSecurity());
        SortedSet<SecurityGroupId> groups = PortGroups.ofNew(request, draft, owner, isGuarded);
        MacAddress mac = draft.mac()
                .map(asked -> MacChoice.asked(request.state(), network.id(), asked))
                .orElseGet(() -> MacChoice.made(request.state(), network.id(), draft.id()));
        FixedIps addresses = new FixedIps(
                request.state(),
                network,
                mac,
                choice(request, network, draft.binding().host()));
        List<FixedIp> ips =
                draft.fixedIps().map(asked -> addresses.asked(asked, List.of())).orElseGet(addresses::usual);
        TenantPort port = checked(new TenantPort(
                draft.id(),
                network.id(),
                owner,
                draft.name(),
                mac,
                draft.adminUp(),
                ips,
                draft.deviceId(),
                draft.deviceOwner(),
                isGuarded,
                pairs(draft.allowedPairs(), mac),
                groups,
                draft.dhcpOptions(),
                draft.binding(),
                QosPolicyRules.chosen(request, draft.qos()),
                StandardAttributes.fresh(draft.description(), request.now())));
        RoutedNetworks.checkPort(network, port);
        return made(request, port);
    }

    /** The port, and before it the default group of its project if it is in that and there is none yet. */
    private static List<TenantChange> made(Request request, TenantPort port) {
        List<TenantChange> changes = new ArrayList<>();
        if (port.securityGroups().contains(SecurityGroupId.ofDefault(port.project()))) {
            changes.addAll(DefaultGroup.missing(request, port.project()));
        }
        changes.add(new TenantChange.Put(port));
        return changes;
    }

    List<TenantChange> update(Request request, TenantCommand.UpdatePort command) {
        TenantPort before =
                request.theirs(request.state().ports().find(command.id()), "Port", command.id(), "update_port");
        request.check(before, command.expected());
        Layer3Ports.checkChange(before, command.patch());
        TenantNetwork network = request.state().networkOf(before.network());
        PortPatch patch = command.patch();
        checkOnOthersNetwork(request, network, before, patch);
        TenantState without = request.state().with(new TenantChange.Removed(before));
        MacAddress mac = patch.mac()
                .map(asked -> MacChoice.asked(without, network.id(), asked))
                .orElse(before.mac());
        List<FixedIp> ips = before.isOfLayer3()
                ? before.fixedIps()
                : addresses(
                        new FixedIps(
                                without,
                                network,
                                mac,
                                choice(request, network, before.binding().host())),
                        before,
                        patch);
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        SortedSet<SecurityGroupId> groups = PortGroups.ofChanged(request, before, patch);
        List<TenantChange> changes = new ArrayList<>();
        TenantPort port = checked(patched(before, patch, mac, ips, groups, standard)
                .withQos(QosPolicyRules.chosen(request, patch.qos(), before.qos())));
        RoutedNetworks.checkPort(network, port);
        changes.add(new TenantChange.Put(port));
        changes.addAll(FloatingIpRules.released(
                request,
                before.id(),
                address -> ips.stream().anyMatch(ip -> ip.address().equals(address))));
        return changes;
    }

    private FixedIps.Choice choice(Request request, TenantNetwork network, String host) {
        if (!RoutedNetworks.is(network)) {
            return FixedIps.Choice.LOWEST;
        }
        RoutedBlocks blocks = new RoutedBlocks(request.state(), request.racks(), blockLength);
        return (subnet, taken) -> blocks.free(subnet, taken, host);
    }

    private static TenantPort patched(
            TenantPort before,
            PortPatch patch,
            MacAddress mac,
            List<FixedIp> ips,
            SortedSet<SecurityGroupId> groups,
            StandardAttributes standard) {
        return new TenantPort(
                before.id(),
                before.network(),
                before.project(),
                patch.name().orElse(before.name()),
                mac,
                patch.adminUp().orElse(before.adminUp()),
                ips,
                patch.deviceId().orElse(before.deviceId()),
                patch.deviceOwner().orElse(before.deviceOwner()),
                patch.portSecurity().orElse(before.portSecurity()),
                patch.allowedPairs().map(asked -> pairs(asked, mac)).orElse(before.allowedPairs()),
                groups,
                options(before.dhcpOptions(), patch.dhcpOptions().orElse(List.of())),
                binding(before.binding(), patch),
                before.qos(),
                standard);
    }

    private static List<FixedIp> addresses(FixedIps choice, TenantPort before, PortPatch patch) {
        return patch.fixedIps()
                .map(asked -> choice.asked(asked, before.fixedIps()))
                .orElseGet(() -> choice.kept(before.fixedIps()));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeletePort command) {
        TenantPort port =
                request.theirs(request.state().ports().find(command.id()), "Port", command.id(), "delete_port");
        request.check(port, command.expected());
        Layer3Ports.checkRemoval(port);
        return removal(request, port);
    }

    /** What takes a port away: no floating address stands for it any more. */
    static List<TenantChange> removal(Request request, TenantPort port) {
        TrunkRules.checkRemoval(request.state(), port);
        List<TenantChange> changes = new ArrayList<>(FloatingIpRules.released(request, port.id(), address -> false));
        changes.add(new TenantChange.Removed(port));
        return changes;
    }

    /** Somebody else's network is used as its owner lets it: no choice of addresses, no way around its guard. */
    private static void checkOnOthersNetwork(Request request, TenantNetwork network, PortDraft draft) {
        if (request.by().owns(network)) {
            return;
        }
        refuse(network.external() && !network.shared(), "create_port");
        refuse(draft.mac().isPresent(), "create_port:mac_address");
        refuse(draft.portSecurity().isPresent(), "create_port:port_security_enabled");
        refuse(!draft.allowedPairs().isEmpty(), "create_port:allowed_address_pairs");
        refuse(draft.deviceOwner().startsWith("network:"), "create_port:device_owner");
        refuse(
                draft.fixedIps().stream()
                        .flatMap(List::stream)
                        .anyMatch(ip -> ip.address().isPresent()),
                "create_port:fixed_ips:ip_address");
    }

    private static void checkOnOthersNetwork(
            Request request, TenantNetwork network, TenantPort before, PortPatch patch) {
        if (request.by().owns(network)) {
            return;
        }
        refuse(patch.mac().isPresent(), "update_port:mac_address");
        refuse(patch.portSecurity().isPresent(), "update_port:port_security_enabled");
        refuse(patch.allowedPairs().isPresent(), "update_port:allowed_address_pairs");
        refuse(
                patch.deviceOwner()
                        .filter(owner -> owner.startsWith("network:"))
                        .isPresent(),
                "update_port:device_owner");
        refuse(
                patch.fixedIps().stream()
                        .flatMap(List::stream)
                        .flatMap(ip -> ip.address().stream())
                        .anyMatch(asked -> before.fixedIps().stream()
                                .noneMatch(ip -> ip.address().equals(asked))),
                "update_port:fixed_ips:ip_address");
    }

    private static void refuse(boolean isWanted, String rule) {
        if (isWanted) {
            throw TenantRefusal.forbidden(rule);
        }
    }

    private static List<AddressPair> pairs(List<PairRequest> requests, MacAddress own) {
        return requests.stream()
                .map(pair -> new AddressPair(pair.addresses(), pair.mac().orElse(own)))
                .toList();
    }

    private static TenantPort checked(TenantPort port) {
        if (!port.portSecurity() && !port.allowedPairs().isEmpty()) {
            throw TenantRefusal.conflict(
                    "AddressPairAndPortSecurityRequired",
                    "Port Security must be enabled in order to have allowed address pairs on a port.");
        }
        PortGroups.check(port);
        if (port.allowedPairs().size() > PAIRS_AT_MOST) {
            throw TenantRefusal.badRequest(
                    "AllowedAddressPairExhausted",
                    "The number of allowed address pair exceeds the maximum " + PAIRS_AT_MOST + ".");
        }
        if (port.allowedPairs().stream().distinct().count()
                != port.allowedPairs().size()) {
            throw TenantRefusal.badRequest("DuplicateAddressPairInRequest", "Request contains duplicate address pair.");
        }
        return port;
    }

    private static List<DhcpOption> options(List<DhcpOption> before, List<PortPatch.OptionChange> changes) {
        List<DhcpOption> options = new ArrayList<>(before);
        for (PortPatch.OptionChange change : changes) {
            options.removeIf(option -> option.name().equals(change.option().name())
                    && option.version() == change.option().version());
            if (change.stays()) {
                options.add(change.option());
            }
        }
        return options;
    }

    private static Binding binding(Binding before, PortPatch patch) {
        return new Binding(
                patch.bindingHost().orElse(before.host()),
                patch.vnicType().orElse(before.vnicType()),
                patch.bindingProfile().orElse(before.profile()));
    }
}
