package io.heddle.routing.tenant.request;

/**
 * Why something that was asked for is not done.
 *
 * @param kind what sort of reason it is
 * @param type the name that the Networking API gives the reason, such as {@code NetworkInUse}
 * @param message what is wrong, as a sentence
 */
public record TenantRefusal(Kind kind, String type, String message) {

    /** The sorts of reasons. */
    public enum Kind {
        /** It makes no sense. */
        BAD_REQUEST,
        /** Whoever asks may not have it. */
        FORBIDDEN,
        /** It is about something that does not exist, or not for whoever asks. */
        NOT_FOUND,
        /** It contradicts what is there, or would be too much. */
        CONFLICT,
        /** It was meant for another revision. */
        PRECONDITION_FAILED,
        /** There is nothing left to give. */
        EXHAUSTED
    }

    static Refused invalid(String message) {
        return badRequest("InvalidInput", "Invalid input for operation: " + message + ".");
    }

    static Refused badRequest(String type, String message) {
        return new Refused(new TenantRefusal(Kind.BAD_REQUEST, type, message));
    }

    /** A request about a {@code resource} that makes no sense, where the Networking API has no name of its own for why. */
    static Refused bad(String resource, String message) {
        return badRequest("BadRequest", "Bad " + resource + " request: " + message + ".");
    }

    static Refused conflict(String type, String message) {
        return new Refused(new TenantRefusal(Kind.CONFLICT, type, message));
    }

    static Refused notFound(String what, Object name) {
        return new Refused(
                new TenantRefusal(Kind.NOT_FOUND, what + "NotFound", what + " " + name + " could not be found."));
    }

    static Refused noGroup(Object id) {
        return of(Kind.NOT_FOUND, "SecurityGroupNotFound", "Security group " + id + " does not exist");
    }

    static Refused noAddressGroup(Object id) {
        return of(Kind.NOT_FOUND, "AddressGroupNotFound", "Address group " + id + " could not be found.");
    }

    static Refused noPolicy(Object id) {
        return of(Kind.NOT_FOUND, "QosPolicyNotFound", "QoS policy " + id + " could not be found.");
    }

    static Refused noRule(Object id) {
        return of(Kind.NOT_FOUND, "SecurityGroupRuleNotFound", "Security group rule " + id + " does not exist");
    }

    static Refused forbidden(String rule) {
        return new Refused(
                new TenantRefusal(Kind.FORBIDDEN, "PolicyNotAuthorized", "rule:" + rule + " is disallowed by policy"));
    }

    static Refused of(Kind kind, String type, String message) {
        return new Refused(new TenantRefusal(kind, type, message));
    }
}
