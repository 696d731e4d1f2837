package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of networks, and what comes of it. */
final class NetworkRules {

    private static final int MTU_AT_LEAST = 68;

    private final TenantSettings settings;
    private final SegmentChoice segments;
    private final RoutedNetworks routed;

    NetworkRules(TenantSettings settings) {
        this.settings = settings;
        segments = new SegmentChoice(settings);
        routed = new RoutedNetworks(settings.routed());
    }

    List<TenantChange> create(Request request, NetworkDraft draft) {
        ProjectId owner = request.owner(draft.project());
        Segment segment = segments.choose(request.state(), draft);
        routed.checkNetwork(segment.type(), owner);
        if (draft.external()) {
            ExternalNetworks.checkNew(request, segment);
        }
        int largest = largest(segment);
        TenantNetwork network = new TenantNetwork(
                draft.id(),
                owner,
                draft.name(),
                draft.adminUp(),
                draft.shared(),
                draft.external(),
                segment,
                draft.mtu().map(mtu -> checked(mtu, largest)).orElse(largest),
                draft.portSecurity(),
                QosPolicyRules.chosen(request, draft.qos()),
                StandardAttributes.fresh(draft.description(), request.now()));
        return List.of(new TenantChange.Put(network));
    }

    List<TenantChange> update(Request request, TenantCommand.UpdateNetwork command) {
        TenantNetwork before = request.theirs(
                request.state().networks().find(command.id()), "Network", command.id(), "update_network");
        request.check(before, command.expected());
        NetworkPatch patch = command.patch();
        boolean shared = patch.shared().orElse(before.shared());
        if (before.shared() && !shared && isUsedByOthers(request, before)) {
            throw TenantRefusal.conflict(
                    "InvalidSharedSetting",
                    "Unable to reconfigure sharing settings for network " + before.id()
                            + ". Multiple tenants are using it.");
        }
        boolean external = patch.external().orElse(before.external());
        if (external != before.external()) {
            ExternalNetworks.checkChange(request, before);
        }
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        return List.of(new TenantChange.Put(new TenantNetwork(
                before.id(),
                before.project(),
                patch.name().orElse(before.name()),
                patch.adminUp().orElse(before.adminUp()),
                shared,
                external,
                before.segment(),
                patch.mtu().map(mtu -> checked(mtu, largest(before.segment()))).orElse(before.mtu()),
                patch.portSecurity().orElse(before.portSecurity()),
                QosPolicyRules.chosen(request, patch.qos(), before.qos()),
                standard)));
    }

    List<TenantChange> delete(Request request, TenantCommand.DeleteNetwork command) {
        TenantNetwork network = request.theirs(
                request.state().networks().find(command.id()), "Network", command.id(), "delete_network");
        request.check(network, command.expected());
        List<TenantChange> changes = new ArrayList<>();
        for (TenantPort port : request.state().portsOf(network.id())) {
            Optional<FloatingIp> idle = FloatingIpRules.idle(request.state(), port);
            idle.map(TenantChange.Removed::new).ifPresent(changes::add);
            if (idle.isEmpty() && !PortRules.isRemovedWithItsNetwork(port)) {
                throw TenantRefusal.conflict(
                        "NetworkInUse",
                        "Unable to complete operation on network " + network.id()
                                + ". There are one or more ports still in use on the network.");
            }
            changes.addAll(PortRules.removal(request, port));
        }
        for (TenantSubnet subnet : request.state().subnetsOf(network.id())) {
            changes.add(new TenantChange.Removed(subnet));
        }
        changes.add(new TenantChange.Removed(network));
        return changes;
    }

    private int largest(Segment segment) {
        return settings.underlayMtu() - segment.type().overhead();
    }

    /** The MTU that was asked for; 0 asks for the largest. */
    private static int checked(int mtu, int largest) {
        if (mtu == 0) {
            return largest;
        } else if (mtu > largest) {
            throw TenantRefusal.invalid("Requested MTU is too big, maximum is " + largest);
        } else if (mtu < MTU_AT_LEAST) {
            throw TenantRefusal.invalid("Requested MTU is too small, minimum is " + MTU_AT_LEAST);
        }
        return mtu;
    }

    private static boolean isUsedByOthers(Request request, TenantNetwork network) {
        return request.state().portsOf(network.id()).stream()
                        .anyMatch(port -> !port.project().equals(network.project()))
                || request.state().subnetsOf(network.id()).stream()
                        .anyMatch(subnet -> !subnet.project().equals(network.project()));
    }
}
