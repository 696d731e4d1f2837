package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What may be asked of floating addresses, and what comes of it. */
final class FloatingIpRules {

    private FloatingIpRules() {}

    static List<TenantChange> create(Request request, FloatingIpDraft draft) {
        TenantNetwork network = request.network(draft.network());
        TenantState state = request.state();
        if (!network.external()) {
            throw bad("Network " + network.id() + " is not a valid external network");
        } else if (state.subnetsOf(network.id()).stream().noneMatch(FloatingIpRules::isIpv4)) {
            throw bad("Network " + network.id() + " does not contain any IPv4 subnet");
        } else if (draft.address().isPresent() && !request.by().isAdmin()) {
            throw TenantRefusal.forbidden("create_floatingip:floating_ip_address");
        }
        Layer3Ports.Plan plan =
                new Layer3Ports.Plan(draft.port(), network, network.project(), TenantPort.FLOATING_IP, draft.id());
        FixedIp ip = address(request, plan, draft);
        RouterGateways.checkNotOutside(state, "floatingip", ip);
        FloatingIp made = new FloatingIp(
                draft.id(),
                request.owner(draft.project()),
                network.id(),
                ip.address(),
                draft.port(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                StandardAttributes.fresh(draft.description(), request.now()));
        FloatingIp associated = made.withTarget(target(request, made, draft.target()), made.standard())
                .withLimit(limit(request, made, QosPolicyRules.chosen(request, draft.qos())));
        return List.of(
                new TenantChange.Put(associated), new TenantChange.Put(Layer3Ports.made(request, plan, List.of(ip))));
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateFloatingIp command) {
        FloatingIp before = theirs(request, command.id(), "update_floatingip");
        request.check(before, command.expected());
        FloatingIpPatch patch = command.patch();
        Optional<FloatingIp.Target> target =
                patch.target().map(asked -> target(request, before, asked)).orElse(before.target());
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        Optional<QosPolicyId> policy =
                QosPolicyRules.chosen(request, patch.qos(), before.limit().map(FloatingIp.Limit::policy));
        return List.of(
                new TenantChange.Put(before.withTarget(target, standard).withLimit(limit(request, before, policy))));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteFloatingIp command) {
        FloatingIp ip = theirs(request, command.id(), "delete_floatingip");
        request.check(ip, command.expected());
        TenantPort port = request.state().ports().find(ip.port()).orElseThrow();
        return List.of(new TenantChange.Removed(ip), new TenantChange.Removed(port));
    }

    /** The limit by that policy, which keeps its number while there is one. */
    private static Optional<FloatingIp.Limit> limit(Request request, FloatingIp before, Optional<QosPolicyId> policy) {
        return policy.map(id -> new FloatingIp.Limit(
                id, before.limit().map(FloatingIp.Limit::number).orElseGet(() -> spareNumber(request.state()))));
    }

    private static int spareNumber(TenantState state) {
        if (state.limitNumbers().size() >= FloatingIp.Limit.AT_MOST) {
            throw TenantRefusal.of(
                    TenantRefusal.Kind.EXHAUSTED,
                    "QosLimitsExhausted",
                    "No more than " + FloatingIp.Limit.AT_MOST + " floating IPs can have a QoS policy.");
        }
        return LowestFree.in(state.limitNumbers());
    }

    /** The floating address that a port holds and that stands for nobody, which goes when its network goes. */
    static Optional<FloatingIp> idle(TenantState state, TenantPort port) {
        if (!port.deviceOwner().equals(TenantPort.FLOATING_IP)) {
            return Optional.empty();
        }
        return state.floatingIps()
                .find(FloatingIpId.parse(port.deviceId()))
                .filter(ip -> ip.insides().isEmpty());
    }

    /** Lets floating addresses stand for nobody, and lead to nobody, that did so for addresses which a port no longer has. */
    static List<TenantChange> released(Request request, PortId port, Predicate<IpAddress> isLeft) {
        Predicate<FloatingIp.Target> isKept = inside -> !inside.port().equals(port) || isLeft.test(inside.address());
        return request.state().floatingIpsOf(port).stream()
                .filter(ip -> !ip.insides().stream().allMatch(isKept))
                .<TenantChange>map(ip -> {
                    StandardAttributes standard = ip.standard().changed(request.now());
                    List<PortForwarding> forwardings = ip.forwardings().stream()
                            .filter(each -> isKept.test(each.inside()))
                            .toList();
                    return new TenantChange.Put(
                            ip.withTarget(ip.target().filter(isKept), standard).withForwardings(forwardings, standard));
                })
                .toList();
    }

    private static FixedIp address(Request request, Layer3Ports.Plan plan, FloatingIpDraft draft) {
        FixedIps choice = new FixedIps(request.state(), plan.network(), Layer3Ports.mac(request, plan));
        boolean isAsked = draft.subnet().isPresent() || draft.address().isPresent();
        Optional<FixedIp> ip = isAsked
                ? choice.asked(List.of(new IpRequest(draft.subnet(), draft.address())), List.of()).stream()
                        .filter(each -> each.address().version() == IpVersion.V4)
                        .findFirst()
                : choice.first(IpVersion.V4);
        return ip.orElseThrow(() -> TenantRefusal.badRequest(
                "ExternalIpAddressExhausted",
                "Unable to find any IP address on external network " + draft.network() + "."));
    }

    private static Optional<FloatingIp.Target> target(Request request, FloatingIp ip, FloatingTarget asked) {
        return switch (asked) {
            case FloatingTarget.None ignored -> Optional.empty();
            case FloatingTarget.At at -> {
                if (!ip.forwardings().isEmpty()) {
                    throw TenantRefusal.conflict(
                            "FipInUseByPortForwarding",
                            "Floating IP " + ip.id() + " in use by Port Forwarding resources.");
                }
                FloatingIp.Target target = at(request, ip, at);
                checkNotForwardedTo(request.state(), ip, target);
                yield Optional.of(target);
            }
        };
    }

    /** Whom that means, if a floating address may lead there: nobody for whom another stands already. */
    static FloatingIp.Target at(Request request, FloatingIp ip, FloatingTarget.At at) {
        TenantPort port = targetPort(request, ip, at.port());
        FixedIp inside = inside(port, at.address());
        RouterId router = between(request.state(), port, inside, ip.network());
        checkSpare(request.state(), ip, port, inside);
        return new FloatingIp.Target(port.id(), inside.address(), router);
    }

    /** Refuses to let an address stand for one to which ports of another lead. */
    private static void checkNotForwardedTo(TenantState state, FloatingIp ip, FloatingIp.Target target) {
        boolean isForwardedTo = state.floatingIpsOf(target.port()).stream()
                .flatMap(other -> other.forwardings().stream())
                .anyMatch(each -> each.inside().equals(target));
        if (isForwardedTo) {
            throw TenantRefusal.conflict(
                    "PortHasPortForwarding",
                    "Cannot associate floating IP " + ip.address() + " (" + ip.id() + ") with port " + target.port()
                            + " using fixed IP " + target.address() + ", as that fixed IP already has a port"
                            + " forwarding.");
        }
    }

    private static TenantPort targetPort(Request request, FloatingIp ip, PortId id) {
        TenantPort port = request.state()
                .ports()
                .find(id)
                .filter(found -> request.by().sees(found, request.state()))
                .orElseThrow(() -> TenantRefusal.notFound("Port", id));
        if (!port.project().equals(ip.project()) && !request.by().isAdmin()) {
            throw bad("Cannot process floating IP association with Port " + id
                    + ", since that port is owned by a different tenant");
        } else if (port.isOfLayer3() && !port.isVirtual()) {
            throw bad("Cannot process floating IP association with Port " + id + ", since that port has device owner "
                    + port.deviceOwner());
        }
        return port;
    }

    private static FixedIp inside(TenantPort port, Optional<IpAddress> asked) {
        List<FixedIp> fourth = port.fixedIps().stream()
                .filter(ip -> ip.address().version() == IpVersion.V4)
                .toList();
        if (asked.isPresent()) {
            IpAddress address = asked.get();
            if (address.version() != IpVersion.V4) {
                throw bad("Cannot process floating IP association with " + address
                        + ", since that is not an IPv4 address");
            }
            return fourth.stream()
                    .filter(ip -> ip.address().equals(address))
                    .findFirst()
                    .orElseThrow(() -> bad("Port " + port.id() + " does not have fixed ip " + address));
        } else if (fourth.isEmpty()) {
            throw bad("Cannot add floating IP to port " + port.id() + " that has no fixed IPv4 addresses");
        } else if (fourth.size() > 1) {
            throw bad("Port " + port.id() + " has multiple fixed IPv4 addresses. Must provide a specific IPv4 address"
                    + " when assigning a floating IP");
        }
        return fourth.getFirst();
    }

    /** The router from a subnet to an external network: the one that is the subnet's gateway, or else the first. */
    private static RouterId between(TenantState state, TenantPort port, FixedIp inside, NetworkId external) {
        TenantSubnet subnet = state.subnets().find(inside.subnet()).orElseThrow();
        Optional<RouterId> first = Optional.empty();
        for (RouterId router : state.routersOf(port.network())) {
            boolean leadsThere = state.routers()
                    .find(router)
                    .flatMap(each -> each.gateway())
                    .filter(gateway -> gateway.network().equals(external))
                    .isPresent();
            List<FixedIp> there = state.interfacesOf(router).stream()
                    .flatMap(each -> each.fixedIps().stream())
                    .filter(ip -> ip.subnet().equals(subnet.id()))
                    .toList();
            if (leadsThere
                    && there.stream()
                            .anyMatch(ip -> subnet.gateway()
                                    .filter(ip.address()::equals)
                                    .isPresent())) {
                return router;
            } else if (leadsThere && !there.isEmpty() && first.isEmpty()) {
                first = Optional.of(router);
            }
        }
        return first.orElseThrow(() -> TenantRefusal.of(
                TenantRefusal.Kind.NOT_FOUND,
                "ExternalGatewayForFloatingIPNotFound",
                "External network " + external + " is not reachable from subnet " + subnet.id()
                        + ". Therefore, cannot associate Port " + port.id() + " with a Floating IP."));
    }

    /** Refuses an address that another floating address of the same external network stands for. */
    private static void checkSpare(TenantState state, FloatingIp ip, TenantPort port, FixedIp inside) {
        boolean isTaken = state.floatingIpsOf(port.id()).stream()
                .filter(other -> !other.id().equals(ip.id()) && other.network().equals(ip.network()))
                .flatMap(other -> other.target().stream())
                .anyMatch(target -> target.address().equals(inside.address()));
        if (isTaken) {
            throw TenantRefusal.conflict(
                    "FloatingIPPortAlreadyAssociated",
                    "Cannot associate floating IP " + ip.address() + " (" + ip.id() + ") with port " + port.id()
                            + " using fixed IP " + inside.address()
                            + ", as that fixed IP already has a floating IP on external network " + ip.network() + ".");
        }
    }

    static FloatingIp theirs(Request request, FloatingIpId id, String rule) {
        return request.theirs(request.state().floatingIps().find(id), "FloatingIP", id, rule);
    }

    private static boolean isIpv4(TenantSubnet subnet) {
        return subnet.cidr().version() == IpVersion.V4;
    }

    private static Refused bad(String message) {
        return TenantRefusal.bad("floatingip", message);
    }
}
