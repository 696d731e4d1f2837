package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.DatapathId;

/** A rule that packets passed, and on whose bridge. */
public record PassedRule(DatapathId bridge, ForwardingRule rule) {}
