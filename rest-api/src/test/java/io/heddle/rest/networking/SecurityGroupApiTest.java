package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SecurityGroupApiTest {

    private static final String GROUPS = "/v2.0/security-groups";
    private static final String RULES = "/v2.0/security-group-rules";

    private final NetworkingServer server = new NetworkingServer();

    @AfterEach
    void end() {
        server.close();
    }

    private String group(String name) throws Exception {
        return server.post("alice", GROUPS, "{'security_group': {'name': '" + name + "'}}")
                .at("/security_group/id")
                .asString();
    }

    private static String body(String group, String members) {
        return "{'security_group_rule': {'security_group_id': '" + group + "', 'direction': 'ingress'" + members + "}}";
    }

    private JsonNode rule(String group, String members) throws Exception {
        return server.post("alice", RULES, body(group, members)).path("security_group_rule");
    }

    private String refusedRule(String group, String members) throws Exception {
        return server.refusal("alice", "POST", RULES, 400, body(group, members));
    }

    private static List<String> all(JsonNode list, String name) {
        List<String> values = new ArrayList<>();
        list.forEach(item -> values.add(item.path(name).asString()));
        return values;
    }

    @Test
    void aProjectSeesItsDefaultGroupFromTheFirstLookOn() throws Exception {
        assertThat(server.get("reader", GROUPS).path("security_groups")).isEmpty();
        JsonNode listed = server.get("alice", GROUPS).path("security_groups");
        assertThat(all(listed, "name")).containsExactly("default");
        assertThat(all(listed.at("/0/security_group_rules"), "direction"))
                .containsExactlyInAnyOrder("egress", "egress", "ingress", "ingress");
        assertThat(server.get("reader", GROUPS).path("security_groups")).hasSize(1);
        assertThat(server.get("bob", RULES + "?direction=ingress&ethertype=IPv6")
                        .path("security_group_rules"))
                .hasSize(1);
        String id = listed.at("/0/id").asString();
        assertThat(server.refusal("alice", "PUT", GROUPS + "/" + id, 409, "{'security_group': {'name': 'x'}}"))
                .startsWith("SecurityGroupCannotUpdateDefault");
        assertThat(server.refusal("alice", "DELETE", GROUPS + "/" + id, 409, ""))
                .isEqualTo("SecurityGroupCannotRemoveDefault: Insufficient rights for removing default security"
                        + " group.");
        assertThat(server.refusal("bob", "GET", GROUPS + "/" + id, 404, ""))
                .isEqualTo("SecurityGroupNotFound: Security group " + id + " does not exist");
    }

    @Test
    void aGroupIsMadeShownChangedAndDeleted() throws Exception {
        JsonNode made = server.post("alice", GROUPS, "{'security_group': {'name': 'web', 'description': 'd'}}")
                .path("security_group");
        assertThat(made.path("name").asString()).isEqualTo("web");
        assertThat(made.path("project_id").asString()).isEqualTo("alice");
        assertThat(made.path("stateful").asBoolean()).isTrue();
        assertThat(made.path("shared").asBoolean(true)).isFalse();
        assertThat(all(made.path("security_group_rules"), "security_group_id"))
                .hasSize(2)
                .containsOnly(made.path("id").asString());
        String path = GROUPS + "/" + made.path("id").asString();
        JsonNode changed = server.call(
                        "alice",
                        "PUT",
                        path,
                        200,
                        "{'security_group': {'name': 'www', 'stateful': true}}",
                        "If-Match",
                        "revision_number=0")
                .path("security_group");
        assertThat(changed.path("name").asString()).isEqualTo("www");
        assertThat(changed.path("revision_number").asInt()).isEqualTo(1);
        assertThat(server.refusal("alice", "PUT", path, 400, "{'security_group': {'stateful': false}}"))
                .contains("stateless security groups are not available");
        assertThat(server.refusal("alice", "DELETE", path, 412, "", "If-Match", "revision_number=0"))
                .startsWith("RevisionNumberConstraintFailed");
        server.call("alice", "PUT", path + "/tags/blue", 201, "");
        assertThat(all(server.get("alice", GROUPS + "?tags=blue&fields=name").path("security_groups"), "name"))
                .containsExactly("www");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.refusal("alice", "DELETE", path, 404, "")).startsWith("SecurityGroupNotFound");
        assertThat(server.refusal("alice", "GET", GROUPS + "/x", 404, "")).contains("Security group x does not");
    }

    @Test
    void bulkShowsWhatWasAskedForAndNotWhatCameAlong() throws Exception {
        JsonNode made = server.post("bob", GROUPS, "{'security_groups': [{'name': 'a'}, {'name': 'b'}]}");
        assertThat(all(made.path("security_groups"), "name")).containsExactly("a", "b");
        assertThat(all(
                        server.get("bob", GROUPS + "?sort_key=name&sort_dir=asc&limit=2")
                                .path("security_groups"),
                        "name"))
                .containsExactly("a", "b");
        String group = made.at("/security_groups/0/id").asString();
        String rules = "{'security_group_rules': [%s, %s]}"
                .formatted(body(group, ", 'protocol': 'tcp'"), body(group, ", 'protocol': 'udp', 'project_id': 'bob'"));
        assertThat(all(server.post("bob", RULES, rules).path("security_group_rules"), "protocol"))
                .containsExactly("tcp", "udp");
        assertThat(server.refusal("bob", "POST", RULES, 409, rules)).startsWith("SecurityGroupRuleExists");
    }

    @Test
    void aRuleSaysWhatItIs() throws Exception {
        String web = group("web");
        JsonNode tcp = rule(
                web,
                ", 'protocol': '6', 'port_range_min': 80, 'port_range_max': '443', 'remote_ip_prefix': '10.0.0.9/8'");
        assertThat(tcp.path("ethertype").asString()).isEqualTo("IPv4");
        assertThat(tcp.path("protocol").asString()).isEqualTo("tcp");
        assertThat(tcp.path("port_range_max").asInt()).isEqualTo(443);
        assertThat(tcp.path("remote_ip_prefix").asString()).isEqualTo("10.0.0.0/8");
        assertThat(tcp.path("normalized_cidr").asString()).isEqualTo("10.0.0.0/8");
        assertThat(tcp.path("remote_group_id").isNull()).isTrue();
        JsonNode icmp = rule(web, ", 'protocol': 'ICMP', 'port_range_min': 8, 'remote_group_id': '" + web + "'");
        assertThat(icmp.path("port_range_min").asInt()).isEqualTo(8);
        assertThat(icmp.path("port_range_max").isNull()).isTrue();
        assertThat(icmp.path("remote_group_id").asString()).isEqualTo(web);
        JsonNode any = rule(web, ", 'protocol': 'any', 'ethertype': 'ipv6', 'remote_ip_prefix': ''");
        assertThat(any.path("protocol").isNull()).isTrue();
        assertThat(any.path("ethertype").asString()).isEqualTo("IPv6");
        assertThat(rule(web, ", 'protocol': 200").path("protocol").asString()).isEqualTo("200");
        assertThat(server.get("alice", RULES + "?protocol=tcp&security_group_id=" + web)
                        .path("security_group_rules"))
                .hasSize(1);
        String path = RULES + "/" + tcp.path("id").asString();
        assertThat(server.refusal("alice", "PUT", path, 405, "{'security_group_rule': {'description': 'x'}}"))
                .startsWith("HTTPMethodNotAllowed");
        assertThat(server.refusal("alice", "PUT", path, 400, "{'security_group_rule': {'protocol': 'udp'}}"))
                .contains("Cannot update read-only attribute protocol");
        assertThat(server.refusal("bob", "GET", path, 404, "")).startsWith("SecurityGroupRuleNotFound");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.refusal("alice", "GET", path, 404, "")).endsWith("does not exist");
    }

    @Test
    void aRuleThatIsAskedWronglyIsRefusedInNeutronsWords() throws Exception {
        String web = group("web");
        assertThat(refusedRule(web, ", 'protocol': 'tpc'"))
                .startsWith("SecurityGroupRuleInvalidProtocol: Security group rule protocol 'tpc' not supported.");
        assertThat(refusedRule(web, ", 'protocol': 256")).startsWith("SecurityGroupRuleInvalidProtocol");
        assertThat(refusedRule(web, ", 'protocol': []")).startsWith("SecurityGroupRuleInvalidProtocol");
        assertThat(refusedRule(web, ", 'ethertype': 'IPv5'")).startsWith("SecurityGroupRuleInvalidEtherType");
        assertThat(refusedRule(web, ", 'ethertype': 4")).startsWith("SecurityGroupRuleInvalidEtherType");
        assertThat(refusedRule(web, ", 'protocol': 'tcp', 'port_range_min': 65536, 'port_range_max': 1"))
                .isEqualTo("SecurityGroupInvalidPortValue: Invalid value for port '65536'");
        assertThat(refusedRule(web, ", 'protocol': 'tcp', 'port_range_min': '-1', 'port_range_max': 1"))
                .startsWith("SecurityGroupInvalidPortValue");
        assertThat(refusedRule(web, ", 'remote_ip_prefix': '10.0.0.0/33'"))
                .isEqualTo("InvalidCIDR: Invalid CIDR '10.0.0.0/33' given as IP prefix.");
        assertThat(refusedRule(web, ", 'remote_ip_prefix': 7")).startsWith("InvalidCIDR");
        assertThat(refusedRule(web, ", 'remote_group_id': 'web'")).contains("'web' is not a valid UUID");
        assertThat(server.refusal("alice", "POST", RULES, 400, body(web, "").replace("ingress", "sideways")))
                .isEqualTo("HTTPBadRequest: Invalid input for direction. Reason: 'sideways' is not in ['ingress',"
                        + " 'egress'].");
        assertThat(server.refusal("alice", "POST", RULES, 404, body(new UUID(1, 2).toString(), "")))
                .startsWith("SecurityGroupNotFound");
        assertThat(server.refusal("alice", "POST", RULES, 400, "{'security_group_rule': {'direction': 'egress'}}"))
                .contains("Required attribute 'security_group_id' not specified");
    }

    @Test
    void aPortSaysInWhichGroupsItIs() throws Exception {
        String network = server.post("alice", "/v2.0/networks", "{'network': {}}")
                .at("/network/id")
                .asString();
        JsonNode port = server.post("alice", "/v2.0/ports", "{'port': {'network_id': '" + network + "'}}")
                .path("port");
        String first = server.get("alice", GROUPS + "?name=default")
                .at("/security_groups/0/id")
                .asString();
        assertThat(port.path("security_groups")).hasSize(1);
        assertThat(port.at("/security_groups/0").asString()).isEqualTo(first);
        String web = group("web");
        String path = "/v2.0/ports/" + port.path("id").asString();
        JsonNode changed = server.call(
                "alice", "PUT", path, 200, "{'port': {'security_groups': ['" + web + "', '" + first + "']}}");
        assertThat(changed.at("/port/security_groups")).hasSize(2);
        assertThat(server.get("alice", "/v2.0/ports?security_groups=" + web).path("ports"))
                .hasSize(1);
        assertThat(server.get("alice", "/v2.0/ports?security_groups=" + network).path("ports"))
                .isEmpty();
        assertThat(server.refusal("alice", "DELETE", GROUPS + "/" + web, 409, ""))
                .isEqualTo("SecurityGroupInUse: Security Group " + web + " in use.");
        assertThat(server.refusal("alice", "PUT", path, 409, "{'port': {'port_security_enabled': false}}"))
                .startsWith("PortSecurityPortHasSecurityGroup");
        assertThat(server.refusal("alice", "PUT", path, 400, "{'port': {'security_groups': ['web']}}"))
                .contains("'web' is not a valid UUID");
        assertThat(server.refusal("alice", "PUT", path, 404, "{'port': {'security_groups': ['" + network + "']}}"))
                .startsWith("SecurityGroupNotFound");
        server.call("alice", "PUT", path, 200, "{'port': {'security_groups': [], 'port_security_enabled': false}}");
        server.call("alice", "DELETE", GROUPS + "/" + web, 204, "");
    }

    @Test
    void theyAreListedAmongCollectionsExtensionsAndQuotas() throws Exception {
        assertThat(all(server.get("alice", "/v2.0/").path("resources"), "collection"))
                .contains("security-groups", "security-group-rules");
        assertThat(server.get("alice", "/v2.0/extensions/security-group")
                        .at("/extension/alias")
                        .asString())
                .isEqualTo("security-group");
        group("web");
        JsonNode details = server.get("alice", "/v2.0/quotas/alice/details").path("quota");
        assertThat(details.at("/security_group/used").asInt()).isEqualTo(2);
        assertThat(details.at("/security_group_rule/used").asInt()).isEqualTo(6);
    }
}
