package io.heddle.rest.http;

import io.heddle.rest.tenant.PolicyView;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.policy.PolicyLine;
import io.heddle.routing.tenant.policy.PolicyStatement;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantRefusal;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/v1/projects/{project}/policy}: what a project allows its ports, in one statement. */
record PolicyResource(TenantResource tenants, JsonMapper mapper) {

    private static final String PATH = "/api/v1/projects/{project}/policy";
    private static final String DRY_RUN = "dry_run";
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final Set<String> OF_LINE = Set.of("from", "to", "protocol", "port");
    private static final String REMEDY =
            "Send such as {\"groups\": {\"all\": [\"vm1\", \"vm2\"]}, \"allow\": [{\"from\": \"all\", \"to\": \"all\"},"
                    + " {\"from\": \"outside\", \"to\": \"vm1\", \"protocol\": \"tcp\", \"port\": 443}]}: ports by name or"
                    + " identifier, 'outside' for anybody who comes, 'internet' for wherever one goes.";

    List<Route> routes() {
        return List.of(
                Route.of(PATH, this::show),
                Route.changing(HandlerType.PUT, PATH, this::put, DRY_RUN),
                Route.changing(HandlerType.DELETE, PATH, this::delete, DRY_RUN));
    }

    private static ProjectId project(Context ctx) {
        return new ProjectId(ctx.pathParam("project"));
    }

    private void show(Context ctx) {
        tenants.answer(
                ctx,
                (view, by) -> new PolicyView(view.networking())
                        .policy(by, project(ctx))
                        .orElseThrow(() -> Refusal.notFound(
                                "The project has no policy.",
                                "PUT one here; its ports follow their own security groups.")));
    }

    private void put(Context ctx) {
        change(
                ctx,
                new TenantCommand.PutPolicy(
                        project(ctx), statement(Bodies.object(ctx, mapper, REMEDY, "allow", "groups"))));
    }

    private void delete(Context ctx) {
        change(ctx, new TenantCommand.DeletePolicy(project(ctx)));
    }

    private void change(Context ctx, TenantCommand command) {
        boolean isDry = Parameters.optional(ctx, DRY_RUN, REMEDY)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw Refusal.badRequest("dry_run is true or false, not '" + text + "'.", REMEDY);
                })
                .orElse(false);
        tenants.answer(
                ctx,
                (view, by) -> new PolicyView(view.networking()).change(by, command, isDry, PolicyResource::refusal));
    }

    private static Refusal refusal(TenantRefusal refused) {
        int status = switch (refused.kind()) {
            case BAD_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT, EXHAUSTED -> 409;
            case PRECONDITION_FAILED -> 412;
        };
        return new Refusal(status, refused.message(), REMEDY);
    }

    private static PolicyStatement statement(JsonNode body) {
        SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
        if (!body.path("groups").isObject() || !body.path("allow").isArray()) {
            throw Refusal.badRequest("'groups' is to be an object, and 'allow' an array.", REMEDY);
        }
        body.path("groups").propertyStream().forEach(entry -> groups.put(entry.getKey(), members(entry.getValue())));
        List<PolicyLine> lines = new ArrayList<>();
        body.path("allow").forEach(line -> lines.add(line(line, lines.size() + 1)));
        return new PolicyStatement(groups, lines);
    }

    private static SortedSet<String> members(JsonNode list) {
        SortedSet<String> members = new TreeSet<>();
        if (!list.isArray() || list.valueStream().anyMatch(member -> !member.isString())) {
            throw Refusal.badRequest("A group is to be an array of ports, each by name or identifier.", REMEDY);
        }
        list.forEach(member -> members.add(member.asString()));
        return members;
    }

    private static PolicyLine line(JsonNode line, int number) {
        if (!line.isObject() || !OF_LINE.containsAll(line.propertyNames())) {
            throw Refusal.badRequest(
                    "Line " + number
                            + " of 'allow' is to have 'from' and 'to', perhaps 'protocol' and 'port', and nothing else.",
                    REMEDY);
        }
        return new PolicyLine(
                Bodies.text(line, "from", REMEDY),
                Bodies.text(line, "to", REMEDY),
                Optional.ofNullable(line.get("protocol"))
                        .filter(node -> !node.isNull())
                        .map(PolicyResource::protocol),
                Optional.ofNullable(line.get("port"))
                        .filter(node -> !node.isNull())
                        .map(PolicyResource::ports));
    }

    private static int protocol(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isString)
                .flatMap(text -> IpProtocol.numberOf(text.asString()))
                .orElseThrow(() -> Refusal.badRequest(
                        "There is no protocol " + node + ": a name such as \"tcp\", or \"0\" to \"255\".", REMEDY));
    }

    private static Span ports(JsonNode node) {
        Matcher found = PORTS.matcher(node.isIntegralNumber() || node.isString() ? node.asString() : "");
        if (!found.matches()) {
            throw Refusal.badRequest("There is no port " + node + ": a number, or \"8000-8100\" for several.", REMEDY);
        }
        int first = Integer.parseInt(found.group(1));
        return new Span(
                first,
                Optional.ofNullable(found.group(2)).map(Integer::parseInt).orElse(first));
    }
}
