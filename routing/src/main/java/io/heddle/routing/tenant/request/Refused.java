package io.heddle.routing.tenant.request;

/** Carries a refusal from where it is found to where it is returned; never leaves this package. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TenantRefusal refusal;

    Refused(TenantRefusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    TenantRefusal refusal() {
        return refusal;
    }
}
