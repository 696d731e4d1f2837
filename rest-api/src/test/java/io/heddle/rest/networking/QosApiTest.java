package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class QosApiTest {

    private static final String POLICIES = "/v2.0/qos/policies";

    private final NetworkingServer server = new NetworkingServer();

    @AfterEach
    void end() {
        server.close();
    }

    private String policy(String members) throws Exception {
        return server.post("admin", POLICIES, "{'policy': {'name': 'slow'" + members + "}}")
                .at("/policy/id")
                .asString();
    }

    private JsonNode limit(String policy, String members) throws Exception {
        String path = POLICIES + "/" + policy + "/bandwidth_limit_rules";
        return server.post("admin", path, "{'bandwidth_limit_rule': {" + members + "}}")
                .path("bandwidth_limit_rule");
    }

    private static List<String> all(JsonNode list, String name) {
        List<String> values = new ArrayList<>();
        list.forEach(item -> values.add(item.path(name).asString()));
        return values;
    }

    @Test
    void aPolicyIsMadeShownChangedAndDeletedByAdministrators() throws Exception {
        assertThat(server.refusal("alice", "POST", POLICIES, 403, "{'policy': {'name': 'fast'}}"))
                .isEqualTo("PolicyNotAuthorized: rule:create_policy is disallowed by policy");
        String id = policy(", 'shared': true");
        JsonNode shown = server.get("alice", POLICIES + "/" + id).path("policy");
        assertThat(shown.path("name").asString()).isEqualTo("slow");
        assertThat(shown.path("shared").asBoolean()).isTrue();
        assertThat(shown.path("rules")).isEmpty();
        assertThat(all(server.get("alice", POLICIES + "?name=slow").path("policies"), "id"))
                .containsExactly(id);
        JsonNode changed = server.call(
                "admin", "PUT", POLICIES + "/" + id, 200, "{'policy': {'name': 'slower', 'shared': false}}");
        assertThat(changed.at("/policy/name").asString()).isEqualTo("slower");
        assertThat(server.refusal("alice", "GET", POLICIES + "/" + id, 404, ""))
                .isEqualTo("QosPolicyNotFound: QoS policy " + id + " could not be found.");
        server.call("admin", "PUT", POLICIES + "/" + id + "/tags/blue", 201, "");
        server.call("admin", "DELETE", POLICIES + "/" + id, 204, "");
        assertThat(server.refusal("admin", "DELETE", POLICIES + "/x", 404, "")).contains("QoS policy x could");
    }

    @Test
    void rulesOfAPolicyAreResourcesBelowIt() throws Exception {
        String id = policy("");
        JsonNode made = limit(id, "'max_kbps': 5000, 'tenant_id': 'admin'");
        assertThat(made.propertyNames()).containsExactly("id", "max_kbps", "max_burst_kbps", "direction");
        assertThat(made.path("direction").asString()).isEqualTo("egress");
        assertThat(made.path("max_burst_kbps").asInt(-1)).isZero();
        limit(id, "'max_kbps': 7000, 'max_burst_kbps': 700, 'direction': 'ingress'");
        String limits = POLICIES + "/" + id + "/bandwidth_limit_rules";
        String path = limits + "/" + made.path("id").asString();
        String marks = POLICIES + "/" + id + "/dscp_marking_rules";
        String mark = server.post("admin", marks, "{'dscp_marking_rule': {'dscp_mark': 26}}")
                .at("/dscp_marking_rule/id")
                .asString();
        assertThat(all(server.get("admin", limits).path("bandwidth_limit_rules"), "max_kbps"))
                .containsExactly("5000", "7000");
        assertThat(all(server.get("admin", POLICIES + "/" + id).at("/policy/rules"), "type"))
                .containsExactly("bandwidth_limit", "bandwidth_limit", "dscp_marking");
        assertThat(server.call("admin", "PUT", path, 200, "{'bandwidth_limit_rule': {'max_kbps': 6000}}")
                        .at("/bandwidth_limit_rule/max_kbps")
                        .asInt())
                .isEqualTo(6000);
        assertThat(server.call("admin", "PUT", marks + "/" + mark, 200, "{'dscp_marking_rule': {'dscp_mark': 0}}")
                        .at("/dscp_marking_rule/dscp_mark")
                        .asInt(-1))
                .isZero();
        assertThat(server.get("admin", path)
                        .at("/bandwidth_limit_rule/direction")
                        .asString())
                .isEqualTo("egress");
        assertThat(server.refusal("admin", "GET", limits + "/" + mark, 404, "")).startsWith("QosRuleNotFound");
        server.call("admin", "DELETE", marks + "/" + mark, 204, "");
        assertThat(server.get("admin", marks).path("dscp_marking_rules")).isEmpty();
        assertThat(server.refusal("admin", "POST", limits, 409, "{'bandwidth_limit_rule': {'max_kbps': 1}}"))
                .startsWith("QoSRulesConflict: Rule bandwidth_limit conflicts with rule ");
    }

    @Test
    void whatIsNoRuleIsRefusedWithWhatIsWrong() throws Exception {
        String limits = POLICIES + "/" + policy("") + "/bandwidth_limit_rules";
        String marks = limits.replace("bandwidth_limit", "dscp_marking");
        assertThat(refused(limits, "'direction': 'egress'")).contains("Required attribute 'max_kbps' not specified");
        assertThat(refused(limits, "'max_kbps': 0")).contains("'0' is too small - must be at least '1'");
        assertThat(refused(limits, "'max_kbps': 9, 'direction': 'up'")).contains("'up' is not in");
        assertThat(refused(limits, "'max_kbps': 9, 'min_kbps': 1")).contains("Unrecognized attribute(s) 'min_kbps'");
        assertThat(refused(marks, "'dscp_mark': 7")).contains("'7' is not in [0, 8, 10,");
        assertThat(refused(marks, "")).contains("Required attribute 'dscp_mark' not specified");
        assertThat(server.refusal("admin", "POST", limits, 400, "{'rule': {}}")).contains("Unable to find");
        assertThat(server.refusal("admin", "GET", limits + "/x", 404, "")).startsWith("QosRuleNotFound");
        assertThat(server.refusal("alice", "GET", limits, 404, "")).startsWith("QosPolicyNotFound");
        assertThat(server.refusal("alice", "POST", limits, 404, "{'bandwidth_limit_rule': {'max_kbps': 1}}"))
                .startsWith("QosPolicyNotFound");
    }

    private String refused(String path, String members) throws Exception {
        String name = path.contains("dscp") ? "dscp_marking_rule" : "bandwidth_limit_rule";
        return server.refusal("admin", "POST", path, 400, "{'" + name + "': {" + members + "}}");
    }

    @Test
    void portsAndNetworksSayWhichPolicyTheyHave() throws Exception {
        String own = policy(", 'project_id': 'alice'");
        String common = policy(", 'shared': true");
        String network = server.post("alice", "/v2.0/networks", "{'network': {'qos_policy_id': '" + common + "'}}")
                .at("/network/id")
                .asString();
        JsonNode port = server.post(
                        "alice",
                        "/v2.0/ports",
                        "{'port': {'network_id': '" + network + "', 'qos_policy_id': '" + own + "'}}")
                .path("port");
        assertThat(port.path("qos_policy_id").asString()).isEqualTo(own);
        assertThat(port.path("qos_network_policy_id").asString()).isEqualTo(common);
        String path = "/v2.0/ports/" + port.path("id").asString();
        assertThat(all(server.get("alice", "/v2.0/ports?qos_policy_id=" + own).path("ports"), "id"))
                .hasSize(1);
        assertThat(server.call("alice", "PUT", path, 200, "{'port': {'name': 'x'}}")
                        .at("/port/qos_policy_id")
                        .asString())
                .isEqualTo(own);
        assertThat(server.call("alice", "PUT", path, 200, "{'port': {'qos_policy_id': null}}")
                        .at("/port/qos_policy_id")
                        .isNull())
                .isTrue();
        assertThat(server.refusal("admin", "DELETE", POLICIES + "/" + common, 409, ""))
                .isEqualTo("QosPolicyInUse: QoS Policy " + common + " is used by network " + network + ".");
        assertThat(server.call("alice", "PUT", "/v2.0/networks/" + network, 200, "{'network': {'qos_policy_id': null}}")
                        .at("/network/qos_policy_id")
                        .isNull())
                .isTrue();
        assertThat(server.refusal("alice", "PUT", path, 400, "{'port': {'qos_policy_id': 'x'}}"))
                .contains("'x' is not a valid UUID");
    }

    @Test
    void theTypesOfRulesAreListed() throws Exception {
        assertThat(all(server.get("alice", "/v2.0/qos/rule-types").path("rule_types"), "type"))
                .containsExactly("bandwidth_limit", "dscp_marking");
        assertThat(all(server.get("alice", "/v2.0/extensions").path("extensions"), "alias"))
                .contains("qos", "qos-bw-limit-direction", "qos-fip", "qos-port-network-policy");
    }
}
