package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HashProbeTest {

    @ParameterizedTest
    @EnumSource(HashVariant.class)
    void whatASwitchOfAVariantCountsNamesIt(HashVariant variant) {
        Group group = HashProbe.group();
        List<Long> counted = new ArrayList<>(Collections.nCopies(group.buckets().size(), 0L));
        for (FlowKey flow : HashProbe.flows()) {
            int taken = group.buckets()
                    .indexOf(OvsHash.pick(variant, group.selection().orElseThrow(), Packet.of(flow), group.buckets())
                            .orElseThrow());
            counted.set(taken, counted.get(taken) + 1);
        }
        assertThat(HashProbe.judge(counted)).contains(variant);
    }

    @Test
    void anyOtherCountNamesNone() {
        assertThat(HashProbe.judge(List.of(8L, 8L))).isEmpty();
        assertThat(HashProbe.judge(List.of(15L, 1L))).isEmpty();
        assertThat(HashProbe.judge(List.of(0L, 0L))).isEmpty();
        assertThat(HashProbe.judge(List.of())).isEmpty();
    }

    @Test
    void noPacketOfItLeavesTheSwitch() {
        assertThat(HashProbe.group().buckets())
                .allMatch(bucket -> bucket.actions().isEmpty());
        assertThat(HashProbe.flows()).hasSize(16).doesNotHaveDuplicates();
    }
}
