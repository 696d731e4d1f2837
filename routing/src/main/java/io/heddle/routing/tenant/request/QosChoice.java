package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.QosPolicyId;

/** Which quality of service policy something is to have. */
public sealed interface QosChoice {

    /** None. */
    record None() implements QosChoice {}

    /** That one. */
    record By(QosPolicyId policy) implements QosChoice {}
}
