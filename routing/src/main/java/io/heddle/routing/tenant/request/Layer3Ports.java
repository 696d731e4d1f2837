package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The ports of routers, floating addresses and load balancers, which come and go with what they are of and not by requests about ports. */
final class Layer3Ports {

    private static final Set<String> OWNERS = Set.of(
            TenantPort.ROUTER_INTERFACE, TenantPort.ROUTER_GATEWAY, TenantPort.FLOATING_IP, TenantPort.LOAD_BALANCER);

    private Layer3Ports() {}

    /**
     * What a new port of a router, a floating address or a load balancer is to be.
     *
     * @param id its identifier
     * @param network the network it is on
     * @param project who owns it
     * @param owner which of the device owners it has
     * @param device the router, the floating address or the load balancer
     */
    record Plan(PortId id, TenantNetwork network, ProjectId project, String owner, ResourceId device) {}

    static MacAddress mac(Request request, Plan plan) {
        return MacChoice.made(request.state(), plan.network().id(), plan.id());
    }

    /** A port that nobody's security groups apply to: what a router sends is guarded where it came from. */
    static TenantPort made(Request request, Plan plan, List<FixedIp> ips) {
        return new TenantPort(
                plan.id(),
                plan.network().id(),
                plan.project(),
                "",
                mac(request, plan),
                true,
                ips,
                plan.device().value().toString(),
                plan.owner(),
                false,
                List.of(),
                new TreeSet<>(),
                List.of(),
                Binding.NONE,
                Optional.empty(),
                StandardAttributes.fresh("", request.now()));
    }

    /** A port of a tenant, become the interface of a router. */
    static TenantPort joined(Request request, TenantPort port, ResourceId router) {
        return new TenantPort(
                port.id(),
                port.network(),
                port.project(),
                port.name(),
                port.mac(),
                port.adminUp(),
                port.fixedIps(),
                router.value().toString(),
                TenantPort.ROUTER_INTERFACE,
                false,
                List.of(),
                new TreeSet<>(),
                port.dhcpOptions(),
                port.binding(),
                port.qos(),
                port.standard().changed(request.now()));
    }

    static void checkNew(PortDraft draft) {
        if (OWNERS.contains(draft.deviceOwner())) {
            throw reserved(draft.deviceOwner());
        }
    }

    /** Refuses a change that would make a port one of these, or another than it is, or none any more. */
    static void checkChange(TenantPort before, PortPatch patch) {
        if (!before.isOfLayer3()) {
            patch.deviceOwner().filter(OWNERS::contains).ifPresent(owner -> {
                throw reserved(owner);
            });
            return;
        }
        boolean isOther = isOther(patch.deviceOwner(), before.deviceOwner())
                || isOther(patch.deviceId(), before.deviceId())
                || isOther(patch.mac(), before.mac())
                || isOther(patch.portSecurity(), before.portSecurity())
                || patch.fixedIps().isPresent()
                || patch.allowedPairs().filter(pairs -> !pairs.isEmpty()).isPresent();
        if (isOther) {
            throw TenantRefusal.conflict(
                    "PortInUse",
                    "Unable to complete operation on port " + before.id() + " for network " + before.network()
                            + ". Port already has an attached device " + before.deviceId() + ".");
        }
    }

    static void checkRemoval(TenantPort port) {
        if (port.isOfLayer3()) {
            throw TenantRefusal.conflict(
                    "ServicePortInUse",
                    "Port " + port.id() + " cannot be deleted directly via the port API: has device owner "
                            + port.deviceOwner() + ".");
        }
    }

    private static <T> boolean isOther(Optional<T> asked, T before) {
        return asked.filter(value -> !value.equals(before)).isPresent();
    }

    private static Refused reserved(String owner) {
        return TenantRefusal.invalid(
                "device_owner '" + owner + "' belongs to ports that routers, floating IPs and load balancers make");
    }
}
