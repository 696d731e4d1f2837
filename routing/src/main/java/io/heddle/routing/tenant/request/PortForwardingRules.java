package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.topology.address.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What may be asked of forwarded ports of floating addresses, and what comes of it. */
final class PortForwardingRules {

    /** Of ports that get other numbers, each costs a rule of its own. */
    private static final int SHIFTED_AT_MOST = 256;

    private PortForwardingRules() {}

    static List<TenantChange> add(Request request, TenantCommand.AddPortForwarding command) {
        FloatingIp ip = FloatingIpRules.theirs(request, command.floatingIp(), "create_floatingip_port_forwarding");
        if (ip.target().isPresent()) {
            throw TenantRefusal.conflict(
                    "FloatingIPPortAlreadyAssociated",
                    "Cannot forward ports of floating IP " + ip.address() + " (" + ip.id() + "), as it stands for port "
                            + ip.target().get().port() + ".");
        }
        PortForwardingDraft draft = command.draft();
        checkSizes(draft.external(), draft.internal());
        PortForwarding made = new PortForwarding(
                draft.id(),
                draft.protocol(),
                draft.external(),
                FloatingIpRules.at(request, ip, draft.inside()),
                draft.internal(),
                draft.description());
        List<PortForwarding> all = new ArrayList<>(ip.forwardings());
        all.add(made);
        return changed(request, ip, checked(all, made));
    }

    static List<TenantChange> change(Request request, TenantCommand.ChangePortForwarding command) {
        FloatingIp ip = FloatingIpRules.theirs(request, command.floatingIp(), "update_floatingip_port_forwarding");
        PortForwarding before = found(ip, command.id());
        PortForwardingPatch patch = command.patch();
        boolean isElsewhere = patch.port().isPresent() || patch.address().isPresent();
        Optional<IpAddress> address = patch.address()
                .or(() -> patch.port().isPresent()
                        ? Optional.empty()
                        : Optional.of(before.inside().address()));
        FloatingTarget.At at =
                new FloatingTarget.At(patch.port().orElse(before.inside().port()), address);
        PortSpan external = patch.external().orElse(before.external());
        PortSpan internal = patch.internal().orElse(before.internal());
        checkSizes(external, internal);
        PortForwarding after = new PortForwarding(
                before.id(),
                patch.protocol().orElse(before.protocol()),
                external,
                isElsewhere ? FloatingIpRules.at(request, ip, at) : before.inside(),
                internal,
                patch.description().orElse(before.description()));
        List<PortForwarding> all = ip.forwardings().stream()
                .map(each -> each.id().equals(after.id()) ? after : each)
                .toList();
        return changed(request, ip, checked(all, after));
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemovePortForwarding command) {
        FloatingIp ip = FloatingIpRules.theirs(request, command.floatingIp(), "delete_floatingip_port_forwarding");
        PortForwarding gone = found(ip, command.id());
        return changed(
                request,
                ip,
                ip.forwardings().stream().filter(each -> !each.equals(gone)).toList());
    }

    private static void checkSizes(PortSpan external, PortSpan internal) {
        if (external.size() != internal.size()) {
            throw bad("External ports " + external + " are " + external.size() + ", internal ports " + internal
                    + " are " + internal.size() + ": a range leads to one of the same size");
        }
        if (!external.equals(internal) && external.size() > SHIFTED_AT_MOST) {
            throw bad("External ports " + external + " lead to others, " + internal + ": of more than "
                    + SHIFTED_AT_MOST + " ports at once, each leads to the port of its own number");
        }
    }

    private static PortForwarding found(FloatingIp ip, UUID id) {
        return ip.forwardings().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> TenantRefusal.of(
                        TenantRefusal.Kind.NOT_FOUND,
                        "PortForwardingNotFound",
                        "Port Forwarding " + id + " could not be found."));
    }

    private static List<PortForwarding> checked(List<PortForwarding> all, PortForwarding one) {
        for (PortForwarding other : all) {
            if (other.id().equals(one.id())) {
                continue;
            }
            if (other.isAtSamePort(one) || other.leadsWhere(one)) {
                throw bad("A duplicate port forwarding entry with same attributes already exists, conflicting values"
                        + " are {" + conflict(one, other) + "}");
            }
            RouterId router = other.inside().router();
            if (!router.equals(one.inside().router())) {
                throw bad("Ports of this floating IP lead through router " + router + ", which does not lead to "
                        + one.inside().address());
            }
        }
        return all;
    }

    private static String conflict(PortForwarding one, PortForwarding other) {
        String protocol = "'protocol': '" + one.protocol().apiName() + "', ";
        return one.isAtSamePort(other)
                ? protocol + named("external_port", one.external())
                : protocol + "'internal_ip_address': '" + one.inside().address() + "', "
                        + named("internal_port", one.internal());
    }

    private static String named(String attribute, PortSpan ports) {
        return ports.isSingle()
                ? "'" + attribute + "': " + ports.first()
                : "'" + attribute + "_range': '" + ports + "'";
    }

    private static List<TenantChange> changed(Request request, FloatingIp ip, List<PortForwarding> forwardings) {
        return List.of(new TenantChange.Put(
                ip.withForwardings(forwardings, ip.standard().changed(request.now()))));
    }

    private static Refused bad(String message) {
        return TenantRefusal.bad("port_forwarding", message);
    }
}
