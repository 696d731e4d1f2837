package io.heddle.rest.networking;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is: versions, collections, extensions. */
final class DiscoveryRoutes {

    private static final List<String> COLLECTIONS = List.of(
            "network",
            "subnet",
            "port",
            "router",
            "floatingip",
            "security_group",
            "security_group_rule",
            "trunk",
            "quota");

    private static final List<Extension> EXTENSIONS = List.of(
            new Extension("address-group", "Address group", "Blocks of addresses that rules name together."),
            new Extension("allowed-address-pairs", "Allowed Address Pairs", "Further addresses a port may send from."),
            new Extension("binding", "Port Binding", "Where a port is plugged."),
            new Extension("empty-string-filtering", "Empty String Filtering", "Lists filtered by empty values."),
            new Extension("ext-gw-mode", "Router external gateway mode", "Gateways with or without source NAT."),
            new Extension("external-net", "External networks", "Networks that lead out of all others."),
            new Extension("extra_dhcp_opt", "Extra DHCP options", "Further DHCP options of a port."),
            new Extension("extraroute", "Extra Route", "Static routes of routers."),
            new Extension(
                    "extraroute-atomic", "Atomic Extra Routes", "Some routes more or fewer, the others as they are."),
            new Extension(
                    "expose-port-forwarding-in-fip",
                    "Expose Port Forwarding in FIP",
                    "Floating addresses tell theirs."),
            new Extension("filter-validation", "Filter parameters validation", "Unknown filters are refused."),
            new Extension(
                    "floating-ip-port-forwarding",
                    "Floating IP Port Forwarding",
                    "Ports of floating addresses that lead to ports of hosts."),
            new Extension(
                    "floating-ip-port-forwarding-description",
                    "Floating IP Port Forwarding support description",
                    "Descriptions of forwarded ports."),
            new Extension(
                    "floating-ip-port-forwarding-port-ranges",
                    "Floating IP Port Forwarding support port ranges",
                    "Ranges of ports that lead to as many ports of hosts."),
            new Extension(
                    "heddle-server",
                    "Server of a port",
                    "Where a port is plugged in, for administrators, as heddle:server."),
            new Extension(
                    "heddle-status-reason",
                    "Reason of a port's status",
                    "Why a port is not ACTIVE, for administrators, as heddle:status_reason."),
            new Extension("ip-substring-filtering", "IP address substring filtering", "Ports by part of an address."),
            new Extension("net-mtu", "Network MTU", "The largest packet of a network."),
            new Extension("net-mtu-writable", "Network MTU (writable)", "The largest packet can be chosen."),
            new Extension("pagination", "Pagination support", "Lists in parts."),
            new Extension("port-security", "Port Security", "Guarding ports against spoofing."),
            new Extension(
                    "port-security-groups-filtering",
                    "Port filtering on security groups",
                    "Ports by the security groups they are in."),
            new Extension("project-id", "project_id field enabled", "project_id beside tenant_id."),
            new Extension("provider", "Provider Network", "How networks are carried."),
            new Extension("qos", "Quality of Service", "How much may be sent and received, and with which mark."),
            new Extension(
                    "qos-bw-limit-direction", "Direction for QoS bandwidth limit rule", "Limits in each direction."),
            new Extension("qos-fip", "Floating IP QoS", "Policies of floating addresses."),
            new Extension(
                    "qos-port-network-policy", "QoS port network policy", "Ports tell the policy of their network."),
            new Extension("quota_details", "Quota details management support", "How much of a quota is used."),
            new Extension("quotas", "Quota management support", "How much a project may have."),
            new Extension("revision-if-match", "If-Match constraints", "Changes meant for one revision only."),
            new Extension("router", "L3 Router", "Routers between networks, gateways and floating addresses."),
            new Extension("security-group", "security-group", "What may be said to and by ports."),
            new Extension(
                    "security-groups-normalized-cidr",
                    "Normalized CIDR field for security group rules",
                    "Blocks of rules in canonical form."),
            new Extension(
                    "security-groups-remote-address-group",
                    "Remote address group id field for security group rules",
                    "Address groups at the other end."),
            new Extension("sorting", "Sorting support", "Lists in order."),
            new Extension("standard-attr-description", "Description", "Descriptions of resources."),
            new Extension("standard-attr-revisions", "Resource revision numbers", "Changes are counted."),
            new Extension("standard-attr-tag", "Tag support", "Labels of resources."),
            new Extension("standard-attr-timestamp", "Resource timestamps", "When resources were made and changed."),
            new Extension("trunk", "Trunk Extension", "Interfaces that are several ports, by VLAN tag."),
            new Extension("trunk-details", "Trunk port details", "The subports of a port that is a trunk's parent."));

    /**
     * Something beyond the core of the interface.
     *
     * @param alias what clients look for
     * @param name what people call it
     * @param description what it is
     */
    private record Extension(String alias, String name, String description) {

        Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("alias", alias);
            members.put("name", name);
            members.put("description", description);
            members.put("updated", "2026-01-01T00:00:00-00:00");
            members.put("links", List.of());
            return members;
        }
    }

    private DiscoveryRoutes() {}

    static void addTo(SecuredRoutes routes) {
        routes.get("", (ctx, by) -> collections(ctx));
        routes.get(
                "/extensions",
                (ctx, by) -> ctx.json(Map.of(
                        "extensions",
                        EXTENSIONS.stream().map(Extension::members).toList())));
        routes.get(
                "/extensions/{alias}",
                (ctx, by) -> ctx.json(Map.of(
                        "extension",
                        EXTENSIONS.stream()
                                .filter(each -> each.alias().equals(ctx.pathParam("alias")))
                                .findFirst()
                                .orElseThrow(ApiError::notFound)
                                .members())));
    }

    /** Which versions there are; this much is told to anybody. */
    static void versions(Context ctx) {
        String base = ctx.url().endsWith("/") ? ctx.url() : ctx.url() + "/";
        ctx.json(Map.of(
                "versions",
                List.of(Map.of("id", "v2.0", "status", "CURRENT", "links", List.of(link(base + "v2.0/"))))));
    }

    private static void collections(Context ctx) {
        String base = ctx.url().endsWith("/") ? ctx.url() : ctx.url() + "/";
        List<Map<String, Object>> resources = COLLECTIONS.stream()
                .map(name -> {
                    String collection = name.replace('_', '-') + "s";
                    Map<String, Object> resource = new LinkedHashMap<>();
                    resource.put("name", name);
                    resource.put("collection", collection);
                    resource.put("links", List.of(link(base + collection)));
                    return resource;
                })
                .toList();
        ctx.json(Map.of("resources", resources));
    }

    private static Map<String, String> link(String href) {
        Map<String, String> link = new LinkedHashMap<>();
        link.put("rel", "self");
        link.put("href", href);
        return link;
    }
}
