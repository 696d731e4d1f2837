package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.Packet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random security groups: tables let pass what the rules say, and each plan is the one that is made at once. */
class SecurityPropertyTest {

    private static final int CONNECTIONS = 60;
    private static final int STEPS = 25;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aPacketPassesIffTheRulesSaySoAlsoAfterTheyChangedInCloudsOfThatSeed(long seed) {
        RandomGroups random = new RandomGroups(seed);
        OverlayPlan plan = random.cloud.plan();
        int passed = 0;
        int cut = 0;
        for (int step = 0; step < STEPS; step++) {
            Optional<SimulatedOverlay> before = Optional.empty();
            Optional<Attempt> established = Optional.empty();
            for (int i = 0; i < CONNECTIONS; i++) {
                SimulatedOverlay overlay = new SimulatedOverlay(plan, random.cloud.servers());
                Attempt attempt = Attempt.of(random);
                boolean isLet = attempt.isLetOut(random) && attempt.isLetIn(random);
                assertThat(attempt.arrives(overlay)).as("%s", attempt).isEqualTo(isLet);
                Attempt answer = attempt.answer();
                boolean isExpected = attempt.isLetOut(random) || answer.isLetIn(random);
                assertThat(answer.arrives(overlay))
                        .as("answer to %s", attempt)
                        .isEqualTo(isLet || (answer.isLetOut(random) && isExpected));
                if (isLet) {
                    passed++;
                    before = Optional.of(overlay);
                    established = Optional.of(attempt);
                }
            }
            random.step();
            plan = random.cloud.after(plan);
            assertThat(plan.switches()).isEqualTo(random.cloud.plan().switches());
            if (established.isPresent()) {
                Attempt again = established.get().refreshed(random);
                boolean isStillLet = again.isLetOut(random) && again.isLetIn(random);
                assertThat(again.arrives(before.orElseThrow().holding(plan)))
                        .as("%s again", again)
                        .isEqualTo(isStillLet);
                cut += isStillLet ? 0 : 1;
            }
        }
        assertThat(passed).isGreaterThan(CONNECTIONS);
        assertThat(cut).isLessThan(STEPS);
    }

    /** A packet that one port sends to another. */
    private record Attempt(TenantPort from, TenantPort to, Packet packet) {

        static Attempt of(RandomGroups random) {
            TenantPort from = random.any(random.ports());
            TenantPort to = random.any(random.ports());
            return from.equals(to) ? of(random) : new Attempt(from, to, random.packet(from, to));
        }

        boolean arrives(SimulatedOverlay overlay) {
            return !overlay.sent(from.id(), packet).delivered().isEmpty();
        }

        Attempt answer() {
            return new Attempt(to, from, RandomGroups.reply(packet, from, to));
        }

        boolean isLetOut(RandomGroups random) {
            return random.isLet(packet, Direction.EGRESS, from, to);
        }

        boolean isLetIn(RandomGroups random) {
            return random.isLet(packet, Direction.INGRESS, to, from);
        }

        Attempt refreshed(RandomGroups random) {
            return new Attempt(now(random, from), now(random, to), packet);
        }

        private static TenantPort now(RandomGroups random, TenantPort port) {
            return random.cloud.state().ports().find(port.id()).orElseThrow();
        }
    }
}
