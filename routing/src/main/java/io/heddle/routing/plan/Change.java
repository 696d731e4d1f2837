package io.heddle.routing.plan;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;

/** One step from what a switch holds to what it should hold; each is one OpenFlow message. */
public sealed interface Change {

    /** A meter that is not there yet. */
    record AddMeter(Meter meter) implements Change {}

    /** A meter whose rate or burst differs. */
    record ModifyMeter(Meter meter) implements Change {}

    /** A meter nobody wants. */
    record RemoveMeter(MeterId id) implements Change {}

    /** A group that is not there yet. */
    record AddGroup(Group group) implements Change {}

    /** A group that differs; replaced in one step, with its references kept. */
    record ModifyGroup(Group group) implements Change {}

    /** A group nobody wants. */
    record RemoveGroup(GroupId id) implements Change {}

    /** A rule that is not there yet, or, with the same key, replaces what differs (the switch does it atomically). */
    record PutRule(ForwardingRule rule) implements Change {}

    /** A rule nobody wants. */
    record RemoveRule(ForwardingRule.Key key) implements Change {}
}
