package io.heddle.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ReferenceEquality") // a set keeps its instance when nothing changed
class LinkSetTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheSortedSetThatATreeIsAfterEveryChange(long seed) {
        Random random = new Random(seed);
        SortedSet<Link> expected = new TreeSet<>();
        LinkSet links = LinkSet.empty();
        for (int step = 0; step < 300; step++) {
            Link link = randomLink(random);
            boolean isRemoval = random.nextInt(3) == 0;
            LinkSet changed = isRemoval ? links.without(link) : links.with(link);
            boolean isNews = isRemoval ? expected.remove(link) : expected.add(link);
            assertThat(changed == links).isNotEqualTo(isNews);
            links = changed;
            assertThat(links).containsExactlyElementsOf(expected).hasSize(expected.size());
            assertThat(links.equals(LinkSet.copyOf(expected))).isTrue();
            assertThat(links.at(link.from())).containsExactlyElementsOf(atPoint(link.from(), expected));
            assertThat(links.contains(link)).isEqualTo(!isRemoval);
            List<Link> visited = new ArrayList<>();
            links.forEach(visited::add);
            assertThat(visited).containsExactlyElementsOf(expected);
        }
        Link middle = randomLink(random);
        assertThat(links.headSet(middle)).isEqualTo(expected.headSet(middle));
        assertThat(links.tailSet(middle)).isEqualTo(expected.tailSet(middle));
        assertThat(links.subSet(middle, expected.last())).isEqualTo(expected.subSet(middle, expected.last()));
        assertThat(links.first()).isEqualTo(expected.first());
        assertThat(links.last()).isEqualTo(expected.last());
        for (Link link : expected) {
            links = links.without(link);
        }
        assertThat(links.bySwitch()).isEmpty();
    }

    /** Sixteen ports of four switches, so that cables from a switch to itself and doubled ends are among them. */
    private static Link randomLink(Random random) {
        ConnectPoint from = ConnectPoint.of(random.nextInt(4), 1 + random.nextInt(4));
        ConnectPoint to = ConnectPoint.of(random.nextInt(4), 1 + random.nextInt(4));
        return from.equals(to) ? randomLink(random) : new Link(from, to);
    }

    private static List<Link> atPoint(ConnectPoint point, SortedSet<Link> links) {
        List<Link> found = new ArrayList<>(
                links.stream().filter(link -> link.from().equals(point)).toList());
        found.addAll(links.stream().filter(link -> link.to().equals(point)).toList());
        return found;
    }

    @Test
    void aChangeSharesEverySwitchButTheTwoOfTheLink() {
        Topology topology = FabricGenerator.fatTree(8).topology();
        Link link = topology.links().first();
        LinkSet changed = topology.links().without(link);
        List<DatapathId> made = topology.links().bySwitch().keySet().stream()
                .filter(dpid -> changed.at(dpid) != topology.links().at(dpid))
                .toList();
        assertThat(made).containsExactlyInAnyOrder(link.from().dpid(), link.to().dpid());
        assertThat(Objects.requireNonNull(topology.switches().get(link.from().dpid())))
                .isSameAs(topology.withoutLink(link).switches().get(link.from().dpid()));
    }

    @Test
    void anEndWithoutLinksHasNone() {
        Link link = new Link(ConnectPoint.of(1, 1), ConnectPoint.of(2, 1));
        LinkSet links = LinkSet.empty().with(link);
        assertThat(links.from(ConnectPoint.of(1, 1))).isEqualTo(Optional.of(link));
        assertThat(links.from(ConnectPoint.of(2, 1))).isEmpty();
        assertThat(links.at(ConnectPoint.of(3, 1))).isEmpty();
        assertThat(links.comparator()).isNull();
        assertThat(LinkSet.copyOf(links)).isSameAs(links);
        Object other = "a link";
        assertThat(links.contains(other)).isFalse();
        assertThatThrownBy(() -> links.add(link.reversed())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> LinkSet.empty().first()).isInstanceOf(NoSuchElementException.class);
    }
}
