package io.heddle.controller.openflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.openflow.SamplePlan;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** What we write, LoxiGen reads and writes again to the same bytes, wherever LoxiGen is right. */
class LoxiDifferentialTest {

    private static OFVersion loxi(ProtocolVersion version) {
        return switch (version) {
            case OF_1_3 -> OFVersion.OF_13;
            case OF_1_4 -> OFVersion.OF_14;
            case OF_1_5 -> OFVersion.OF_15;
        };
    }

    private static OFMessage read(ByteBuf bytes, ProtocolVersion version) {
        try {
            return Objects.requireNonNull(
                    OFFactories.getFactory(loxi(version)).getReader().readFrom(bytes.duplicate()));
        } catch (OFParseError e) {
            throw new AssertionError(ByteBufUtil.hexDump(bytes), e);
        }
    }

    private static void assertSameBytes(ByteBuf ours, ProtocolVersion version) {
        ByteBuf theirs = Unpooled.buffer();
        read(ours, version).writeTo(theirs);
        assertThat(ByteBufUtil.hexDump(theirs)).isEqualTo(ByteBufUtil.hexDump(ours));
    }

    private static ByteBuf written(BiConsumer<MessageEncoder, ByteBuf> writer, ProtocolVersion version) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(new MessageEncoder(version), out);
        return out;
    }

    /** LoxiGen knows neither Nicira's actions nor its fields. */
    private static boolean isPlain(Change change) {
        return switch (change) {
            case Change.PutRule put -> isPlain(put.rule());
            case Change.RemoveRule remove ->
                remove.key().match().fields().keySet().stream().noneMatch(LoxiDifferentialTest::isNicira);
            default -> true;
        };
    }

    private static boolean isPlain(ForwardingRule rule) {
        return rule.actions().stream()
                        .noneMatch(action -> action instanceof Action.CopyField
                                || action instanceof Action.Track
                                || action instanceof Action.Cloned
                                || action instanceof Action.Conjunction
                                || (action instanceof Action.SetField set && isNicira(set.field())))
                && rule.key().match().fields().keySet().stream().noneMatch(LoxiDifferentialTest::isNicira);
    }

    private static boolean isNicira(Field field) {
        return switch (field) {
            case REG0, REG1, REG2, REG3, REG4, IP_TTL, TUNNEL_DST, CT_STATE, CT_ZONE, CT_IPV4_SRC, CONJUNCTION -> true;
            default -> false;
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolVersion.class,
            names = {"OF_1_3", "OF_1_4"})
    void everyPlainChangeIsTheSameInBytes(ProtocolVersion version) {
        SwitchPlan plan = SamplePlan.of(version);
        List<Change> changes = Stream.concat(
                        PlanDiff.between(SwitchPlan.empty(), plan).changes().stream(),
                        PlanDiff.between(plan, SwitchPlan.empty()).changes().stream())
                .filter(LoxiDifferentialTest::isPlain)
                .toList();
        assertThat(changes).hasSizeGreaterThan(40);
        for (Change change : changes) {
            assertSameBytes(written((encoder, out) -> encoder.change(out, 77, change), version), version);
        }
    }

    @Test
    void everyChangeOfABundleIsTheSameInBytesIn14() {
        Change change = new Change.PutRule(SamplePlan.rules().getFirst());
        assertSameBytes(
                written((encoder, out) -> encoder.bundled(out, 7, 3, change), ProtocolVersion.OF_1_4),
                ProtocolVersion.OF_1_4);
        assertSameBytes(
                written(
                        (encoder, out) -> encoder.bundleStep(out, 7, 3, MessageEncoder.BUNDLE_COMMIT),
                        ProtocolVersion.OF_1_4),
                ProtocolVersion.OF_1_4);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void requestsAreTheSameInBytes(ProtocolVersion version) {
        assertSameBytes(written((encoder, out) -> encoder.echoRequest(out, 1), version), version);
        assertSameBytes(written((encoder, out) -> encoder.echoReply(out, 2, new byte[] {1, 2, 3}), version), version);
        assertSameBytes(written((encoder, out) -> encoder.barrier(out, 3), version), version);
        assertSameBytes(written((encoder, out) -> encoder.rulesRequest(out, 4), version), version);
        assertSameBytes(written((encoder, out) -> encoder.groupsRequest(out, 5), version), version);
        assertSameBytes(written((encoder, out) -> encoder.metersRequest(out, 6), version), version);
        assertSameBytes(written((encoder, out) -> encoder.countersRequest(out, 7), version), version);
        assertSameBytes(written((encoder, out) -> encoder.portsRequest(out, 8), version), version);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void metersAreTheSameInBytes(ProtocolVersion version) {
        SamplePlan.meters()
                .forEach(meter -> assertSameBytes(
                        written((encoder, out) -> encoder.change(out, 9, new Change.ModifyMeter(meter)), version),
                        version));
    }

    @Test
    void theNamesOfErrorsAreThoseOfTheSpecification() {
        List<String> differences = new ArrayList<>();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            for (int type = 0; type < 18; type++) {
                for (int code = 0; code < 22; code++) {
                    compareNames(version, type, code, differences);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static void compareNames(ProtocolVersion version, int type, int code, List<String> differences) {
        ByteBuf error = new Replies(version).error(5, type, code);
        String theirs;
        try {
            theirs = String.valueOf(
                    OFFactories.getFactory(loxi(version)).getReader().readFrom(error.duplicate()));
        } catch (OFParseError | IllegalArgumentException e) {
            return;
        }
        // LoxiGen kept two names of older specifications, and files codes of a role request under switch configuration.
        String name = theirs.replaceFirst(".*code=([A-Z_0-9]+),.*", "$1")
                .replace("BAD_STAT", "BAD_MULTIPART")
                .replace("BAD_EXPERIMENTER_TYPE", "BAD_EXP_TYPE");
        SwitchMessage.Refused ours = (SwitchMessage.Refused) MessageDecoder.decode(error, version);
        if (!ours.error().toString().endsWith("/" + name) && !name.startsWith("ID_")) {
            differences.add(version + " " + type + " " + ours.error() + " " + name);
        }
    }

    @Test
    void aBucketsWeightIsWrittenForSelectGroupsOnly() {
        Group group = new Group(
                SamplePlan.groups(ProtocolVersion.OF_1_5).getFirst().id(),
                Group.Type.SELECT,
                Optional.empty(),
                List.of(new Bucket(4, 2, Optional.empty(), List.of())));
        ByteBuf bytes =
                written((encoder, out) -> encoder.change(out, 1, new Change.AddGroup(group)), ProtocolVersion.OF_1_5);
        assertThat(ByteBufUtil.hexDump(bytes)).endsWith("0010000000000004" + "0000000800020000");
    }
}
