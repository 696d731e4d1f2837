package io.heddle.rest.networking;

import io.heddle.routing.tenant.request.TenantRefusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not done; becomes the error body that clients of the Networking API read. */
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    ApiError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static ApiError badRequest(String message) {
        return new ApiError(400, "HTTPBadRequest", message);
    }

    /** An attribute has a value that it cannot have. */
    static ApiError invalid(String attribute, String reason) {
        return badRequest("Invalid input for " + attribute + ". Reason: " + reason + ".");
    }

    static ApiError notFound() {
        return new ApiError(404, "HTTPNotFound", "The resource could not be found.");
    }

    static ApiError of(TenantRefusal refusal) {
        int status = switch (refusal.kind()) {
            case BAD_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case PRECONDITION_FAILED -> 412;
            case EXHAUSTED -> 503;
        };
        return new ApiError(status, refusal.type(), refusal.message());
    }

    /** The error that a plain HTTP status is in this interface. */
    public static ApiError ofStatus(int status) {
        return switch (status) {
            case 404 -> notFound();
            case 405 -> new ApiError(405, "HTTPMethodNotAllowed", "The method is not allowed for this resource.");
            case 413 -> new ApiError(413, "HTTPRequestEntityTooLarge", "The request is too long.");
            case 421 -> new ApiError(421, "HTTPMisdirectedRequest", "This server does not go by that name.");
            default ->
                new ApiError(
                        status, status >= 500 ? "HTTPInternalServerError" : "HTTPBadRequest", "The request failed.");
        };
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The body as the Load Balancer API has it. */
    Map<String, @Nullable Object> fault() {
        Map<String, @Nullable Object> fault = new LinkedHashMap<>();
        fault.put("faultcode", status < 500 ? "Client" : "Server");
        fault.put("faultstring", String.valueOf(getMessage()));
        fault.put("debuginfo", null);
        return fault;
    }

    /** The body. */
    public Map<String, Map<String, String>> body() {
        return Map.of("NeutronError", Map.of("type", type, "message", String.valueOf(getMessage()), "detail", ""));
    }
}
