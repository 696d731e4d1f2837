package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.TenantState;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class BodyFuzzTest {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "99999999999999999999999999999999",
            "1.5",
            "\"\"",
            "\"x\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"10.0.0.1\"",
            "\"::/0\"",
            "\"255.255.255.255/32\"",
            "\"ff:ff:ff:ff:ff:ff\"",
            "[]",
            "[null]",
            "[[[[1]]]]",
            "{}",
            "{\"a\": {\"b\": []}}",
            "\"" + "y".repeat(3000) + "\"");

    /** A request that is accepted as it is. */
    private record Seed(String method, String path, String body) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMutatedBodyIsAnsweredAndNoRefusedOneChangesAnything(long seed) throws Exception {
        Random random = new Random(seed);
        try (NetworkingServer server = new NetworkingServer()) {
            List<Seed> seeds = seeds(server);
            int refused = 0;
            for (int i = 0; i < 1500; i++) {
                Seed from = seeds.get(random.nextInt(seeds.size()));
                byte[] body = mutated(from.body(), random);
                TenantState before = server.tenancy.state();
                HttpResponse<String> reply = server.send("admin", from.method(), from.path(), body);
                String what = from + " as " + new String(body, StandardCharsets.ISO_8859_1) + " -> " + reply.body();
                assertThat(reply.statusCode()).as(what).isLessThan(500);
                if (reply.statusCode() >= 400) {
                    refused++;
                    assertThat(NetworkingServer.MAPPER.readTree(reply.body()).has("NeutronError"))
                            .as(what)
                            .isTrue();
                    assertThat(server.tenancy.state()).as(what).isSameAs(before);
                }
            }
            assertThat(refused).isGreaterThan(700);
        }
    }

    private static List<Seed> seeds(NetworkingServer server) throws Exception {
        server.call(
                "admin",
                "PUT",
                "/v2.0/quotas/admin",
                200,
                "{'quota': {'network': -1, 'subnet': -1, 'port': -1, 'security_group': -1,"
                        + " 'security_group_rule': -1}}");
        String network = server.post("admin", "/v2.0/networks", "{'network': {}}")
                .at("/network/id")
                .asString();
        String subnet = server.post(
                        "admin",
                        "/v2.0/subnets",
                        "{'subnet': {'network_id': '" + network + "', 'ip_version': 4, 'cidr': '10.0.0.0/16'}}")
                .at("/subnet/id")
                .asString();
        String port = server.post("admin", "/v2.0/ports", "{'port': {'network_id': '" + network + "'}}")
                .at("/port/id")
                .asString();
        String group = server.post("admin", "/v2.0/security-groups", "{'security_group': {}}")
                .at("/security_group/id")
                .asString();
        List<Seed> seeds = new ArrayList<>(seeds(network, subnet, port));
        seeds.addAll(securitySeeds(group, port));
        seeds.addAll(layer3Seeds(server, network, subnet, port));
        seeds.addAll(trunkSeeds(server, network));
        return seeds;
    }

    private static List<Seed> layer3Seeds(NetworkingServer server, String network, String subnet, String port)
            throws Exception {
        server.call(
                "admin", "PUT", "/v2.0/quotas/admin", 200, "{'quota': {'router': -1, 'floatingip': -1, 'port': -1}}");
        String outside = server.post(
                        "admin",
                        "/v2.0/networks",
                        "{'network': {'router:external': true, 'provider:network_type': 'flat',"
                                + " 'provider:physical_network': 'physnet1'}}")
                .at("/network/id")
                .asString();
        server.post(
                "admin",
                "/v2.0/subnets",
                "{'subnet': {'network_id': '" + outside + "', 'ip_version': 4, 'cidr': '203.0.0.0/16'}}");
        String gateway = "'external_gateway_info': {'network_id': '" + outside + "', 'enable_snat': true}";
        String router = server.post("admin", "/v2.0/routers", "{'router': {" + gateway + "}}")
                .at("/router/id")
                .asString();
        String path = "/v2.0/routers/" + router;
        String which = "{'subnet_id': '" + subnet + "'}";
        server.call("admin", "PUT", path + "/add_router_interface", 200, which);
        String floating = "'floating_network_id': '" + outside + "', 'description': 'd'";
        String ip = server.post("admin", "/v2.0/floatingips", "{'floatingip': {" + floating + "}}")
                .at("/floatingip/id")
                .asString();
        String target = "'port_id': '" + port + "', 'fixed_ip_address': '10.0.0.2'";
        String routes = "'routes': [{'destination': '192.0.2.0/24', 'nexthop': '10.0.0.9'}]";
        return List.of(
                new Seed("POST", "/v2.0/routers", "{'router': {'name': 'r', 'admin_state_up': true, " + gateway + "}}"),
                new Seed(
                        "PUT", path, "{'router': {'name': 'r', 'distributed': true, " + routes + ", " + gateway + "}}"),
                new Seed("PUT", path + "/add_extraroutes", "{'router': {" + routes + "}}"),
                new Seed("PUT", path + "/remove_extraroutes", "{'router': {" + routes + "}}"),
                new Seed("PUT", path + "/remove_router_interface", which),
                new Seed("PUT", path + "/add_router_interface", which),
                new Seed("POST", "/v2.0/floatingips", "{'floatingip': {" + floating + "}}"),
                new Seed("PUT", "/v2.0/floatingips/" + ip, "{'floatingip': {" + target + "}}"),
                new Seed("PUT", "/v2.0/floatingips/" + ip + "/tags", "{'tags': ['a', 'b']}"),
                new Seed("PUT", "/v2.0/networks/" + network, "{'network': {'router:external': false}}"));
    }

    private static List<Seed> trunkSeeds(NetworkingServer server, String network) throws Exception {
        List<String> ports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ports.add(server.post("admin", "/v2.0/ports", "{'port': {'network_id': '" + network + "'}}")
                    .at("/port/id")
                    .asString());
        }
        String trunk = server.post("admin", "/v2.0/trunks", "{'trunk': {'port_id': '" + ports.get(0) + "'}}")
                .at("/trunk/id")
                .asString();
        String subports =
                "'sub_ports': [{'port_id': '" + ports.get(1) + "', 'segmentation_type': 'vlan', 'segmentation_id': 9}]";
        String path = "/v2.0/trunks/" + trunk;
        return List.of(
                new Seed("POST", "/v2.0/trunks", "{'trunk': {'port_id': '" + ports.get(2) + "', " + subports + "}}"),
                new Seed("PUT", path, "{'trunk': {'name': 't', 'admin_state_up': true, 'description': 'd'}}"),
                new Seed("PUT", path + "/add_subports", "{" + subports + "}"),
                new Seed("PUT", path + "/remove_subports", "{" + subports + "}"));
    }

    private static List<Seed> securitySeeds(String group, String port) {
        String rule = "{'security_group_id': '" + group + "', 'direction': 'ingress', 'ethertype': 'IPv4',"
                + " 'protocol': 'tcp', 'port_range_min': 1, 'port_range_max': 9, 'description': 'd', ";
        return List.of(
                new Seed(
                        "POST",
                        "/v2.0/security-groups",
                        "{'security_group': {'name': 'g', 'description': 'd', 'stateful': true}}"),
                new Seed("PUT", "/v2.0/security-groups/" + group, "{'security_group': {'name': 'h'}}"),
                new Seed(
                        "POST",
                        "/v2.0/security-group-rules",
                        "{'security_group_rule': " + rule + "'remote_group_id': '" + group + "'}}"),
                new Seed(
                        "POST",
                        "/v2.0/security-group-rules",
                        "{'security_group_rules': [" + rule + "'remote_ip_prefix': '10.0.0.0/8'}]}"),
                new Seed("PUT", "/v2.0/ports/" + port, "{'port': {'security_groups': ['" + group + "']}}"));
    }

    private static List<Seed> seeds(String network, String subnet, String port) {
        String networkBody = "{'network': {'name': 'n', 'admin_state_up': true, 'shared': false, 'mtu': 1400,"
                + " 'port_security_enabled': true, 'description': 'd'}}";
        String subnetPart = "'name': 's', 'gateway_ip': '10.7.0.1', 'enable_dhcp': true,"
                + " 'dns_nameservers': ['9.9.9.9'], 'host_routes': [{'destination': '192.0.2.0/24',"
                + " 'nexthop': '10.7.0.2'}], 'allocation_pools': [{'start': '10.7.0.9', 'end': '10.7.0.99'}]";
        String portPart = "'name': 'p', 'fixed_ips': [{'subnet_id': '" + subnet + "'}], 'device_id': 'x',"
                + " 'allowed_address_pairs': [{'ip_address': '10.1.0.0/24', 'mac_address': '02:00:00:00:00:01'}],"
                + " 'extra_dhcp_opts': [{'opt_name': 'o', 'opt_value': 'v', 'ip_version': 4}],"
                + " 'binding:host_id': 'h', 'binding:profile': {'k': ['v']}, 'binding:vnic_type': 'normal'";
        return List.of(
                new Seed("POST", "/v2.0/networks", networkBody),
                new Seed("PUT", "/v2.0/networks/" + network, networkBody),
                new Seed(
                        "POST",
                        "/v2.0/networks",
                        "{'networks': [{'name': 'a'}, {'provider:network_type': 'vlan',"
                                + " 'provider:segmentation_id': 7, 'project_id': 'p'}]}"),
                new Seed(
                        "POST",
                        "/v2.0/subnets",
                        "{'subnet': {'network_id': '" + network + "', 'ip_version': 4, 'cidr': '10.7.0.0/24', "
                                + subnetPart + "}}"),
                new Seed("PUT", "/v2.0/subnets/" + subnet, "{'subnet': {" + subnetPart + "}}"),
                new Seed("POST", "/v2.0/ports", "{'port': {'network_id': '" + network + "', " + portPart + "}}"),
                new Seed("PUT", "/v2.0/ports/" + port, "{'port': {" + portPart + "}}"),
                new Seed("PUT", "/v2.0/ports/" + port + "/tags", "{'tags': ['a', 'b']}"),
                new Seed("PUT", "/v2.0/quotas/demo", "{'quota': {'network': 5, 'port': 6}}"));
    }

    private static byte[] mutated(String body, Random random) {
        JsonNode tree = NetworkingServer.MAPPER.readTree(body.replace('\'', '"'));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            mutate(tree, random);
        }
        byte[] bytes = tree.toString().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(12)) {
            case 0 -> bytes.length < 2 ? bytes : Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length - 1));
            case 1 -> flipped(bytes, random);
            case 2 -> ("[".repeat(1 + random.nextInt(2000)) + tree).getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < 3; i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static void mutate(JsonNode node, Random random) {
        List<JsonNode> inner = new ArrayList<>();
        node.forEach(inner::add);
        boolean isDeeper = random.nextInt(4) > 0 && inner.stream().anyMatch(JsonNode::isContainer);
        JsonNode value = NetworkingServer.MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (isDeeper) {
            List<JsonNode> containers =
                    inner.stream().filter(JsonNode::isContainer).toList();
            mutate(containers.get(random.nextInt(containers.size())), random);
        } else if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>(object.propertyNames());
            String name = names.isEmpty() || random.nextInt(5) == 0
                    ? "made" + random.nextInt(3)
                    : names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (node instanceof ArrayNode array) {
            array.add(value);
        }
    }
}
