package io.heddle.topology;

import io.heddle.topology.sorted.PersistentMap;
import io.heddle.topology.sorted.SortedArraySet;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of links in their order, kept by switch: what happens at one switch is found and changed there, at the cost of its
 * ports, whatever the size of the fabric.
 */
// What a topology promises is a SortedSet; the other half of NavigableSet nobody reads.
@SuppressWarnings("JdkObsolete")
public final class LinkSet extends AbstractSet<Link> implements SortedSet<Link> {

    /** The links of one switch; those that do both, leave it and arrive at it, are in either list. */
    public static final class AtSwitch {
        private static final AtSwitch NONE = new AtSwitch(List.of(), List.of());

        private final List<Link> leaving;
        private final List<Link> arriving;
        private final long[] ends;

        /** Both are in order. */
        private AtSwitch(List<Link> leaving, List<Link> arriving) {
            this.leaving = List.copyOf(leaving);
            this.arriving = List.copyOf(arriving);
            // The numbers once more in one piece: a recognition reads 110,592 links in a few milliseconds only if it
            // need not look each of their five objects up.
            ends = new long[2 * leaving.size()];
            for (int link = 0; link < leaving.size(); link++) {
                ConnectPoint from = leaving.get(link).from();
                ConnectPoint to = leaving.get(link).to();
                ends[2 * link] = to.dpid().value();
                ends[2 * link + 1] =
                        (long) from.port().value() << 32 | to.port().value();
            }
        }

        /** The links from ports of the switch, in order. */
        public List<Link> leaving() {
            return leaving;
        }

        /** The links to ports of the switch, in order. */
        public List<Link> arriving() {
            return arriving;
        }

        private boolean isEmpty() {
            return leaving.isEmpty() && arriving.isEmpty();
        }

        /** How many links leave. */
        int count() {
            return leaving.size();
        }

        /** The port that the link of that number leaves from. */
        int port(int link) {
            return (int) (ends[2 * link + 1] >>> 32);
        }

        /** The switch that the link of that number leads to. */
        long farDpid(int link) {
            return ends[2 * link];
        }

        /** The port that the link of that number leads to. */
        int farPort(int link) {
            return (int) ends[2 * link + 1];
        }
    }

    private static final LinkSet EMPTY = new LinkSet(PersistentMap.empty(), 0);

    private final PersistentMap<DatapathId, AtSwitch> bySwitch;
    private final int size;

    private LinkSet(PersistentMap<DatapathId, AtSwitch> bySwitch, int size) {
        this.bySwitch = bySwitch;
        this.size = size;
    }

    /** No links. */
    public static LinkSet empty() {
        return EMPTY;
    }

    /** The links of {@code links}, whose order is the natural one; the same set when it is one of this kind. */
    public static LinkSet copyOf(SortedSet<Link> links) {
        if (links instanceof LinkSet same) {
            return same;
        }
        SortedMap<DatapathId, List<Link>> leaving = new TreeMap<>();
        SortedMap<DatapathId, List<Link>> arriving = new TreeMap<>();
        for (Link link : links) {
            leaving.computeIfAbsent(link.from().dpid(), ignored -> new ArrayList<>())
                    .add(link);
            arriving.computeIfAbsent(link.to().dpid(), ignored -> new ArrayList<>())
                    .add(link);
        }
        SortedMap<DatapathId, AtSwitch> bySwitch = new TreeMap<>();
        leaving.forEach((dpid, own) -> bySwitch.put(dpid, new AtSwitch(own, arriving.getOrDefault(dpid, List.of()))));
        arriving.forEach((dpid, own) -> bySwitch.putIfAbsent(dpid, new AtSwitch(List.of(), own)));
        return new LinkSet(PersistentMap.copyOf(bySwitch), links.size());
    }

    /** The links at every switch that has any. */
    public SortedMap<DatapathId, AtSwitch> bySwitch() {
        return bySwitch;
    }

    /** The links that leave {@code dpid} or arrive there. */
    public AtSwitch at(DatapathId dpid) {
        return bySwitch.getOrDefault(dpid, AtSwitch.NONE);
    }

    /** The links that leave {@code point} or arrive there, those that leave first. */
    public List<Link> at(ConnectPoint point) {
        AtSwitch own = at(point.dpid());
        return Stream.concat(
                        own.leaving().stream().filter(link -> link.from().equals(point)),
                        own.arriving().stream().filter(link -> link.to().equals(point)))
                .toList();
    }

    /** The first link that leaves {@code point}, if there is one. */
    public Optional<Link> from(ConnectPoint point) {
        for (Link link : at(point.dpid()).leaving()) {
            if (link.from().equals(point)) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    /** This set with {@code link}. */
    public LinkSet with(Link link) {
        if (contains(link)) {
            return this;
        }
        AtSwitch start = at(link.from().dpid());
        PersistentMap<DatapathId, AtSwitch> half =
                bySwitch.with(link.from().dpid(), new AtSwitch(inserted(start.leaving(), link), start.arriving()));
        AtSwitch end = half.getOrDefault(link.to().dpid(), AtSwitch.NONE);
        return new LinkSet(
                half.with(link.to().dpid(), new AtSwitch(end.leaving(), inserted(end.arriving(), link))), size + 1);
    }

    /** This set without {@code link}. */
    public LinkSet without(Link link) {
        if (!contains(link)) {
            return this;
        }
        AtSwitch start = at(link.from().dpid());
        PersistentMap<DatapathId, AtSwitch> half =
                put(bySwitch, link.from().dpid(), new AtSwitch(removed(start.leaving(), link), start.arriving()));
        AtSwitch end = half.getOrDefault(link.to().dpid(), AtSwitch.NONE);
        return new LinkSet(
                put(half, link.to().dpid(), new AtSwitch(end.leaving(), removed(end.arriving(), link))), size - 1);
    }

    private static PersistentMap<DatapathId, AtSwitch> put(
            PersistentMap<DatapathId, AtSwitch> map, DatapathId dpid, AtSwitch links) {
        return links.isEmpty() ? map.without(dpid) : map.with(dpid, links);
    }

    private static List<Link> inserted(List<Link> links, Link link) {
        List<Link> changed = new ArrayList<>(links);
        changed.add(-Collections.binarySearch(links, link) - 1, link);
        return changed;
    }

    private static List<Link> removed(List<Link> links, Link link) {
        List<Link> changed = new ArrayList<>(links);
        changed.remove(Collections.binarySearch(links, link));
        return changed;
    }

    @Override
    public boolean contains(Object wanted) {
        return wanted instanceof Link link
                && Collections.binarySearch(at(link.from().dpid()).leaving(), link) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<Link> iterator() {
        return new Walk(bySwitch.values().iterator());
    }

    @Override
    public void forEach(Consumer<? super Link> action) {
        bySwitch.forEach((dpid, links) -> links.leaving().forEach(action));
    }

    @Override
    public @Nullable Comparator<? super Link> comparator() {
        return null;
    }

    @Override
    public SortedSet<Link> subSet(Link fromElement, Link toElement) {
        return SortedArraySet.copyOf(this).subSet(fromElement, toElement);
    }

    @Override
    public SortedSet<Link> headSet(Link toElement) {
        return SortedArraySet.copyOf(this).headSet(toElement);
    }

    @Override
    public SortedSet<Link> tailSet(Link fromElement) {
        return SortedArraySet.copyOf(this).tailSet(fromElement);
    }

    @Override
    public Link first() {
        return iterator().next();
    }

    @Override
    public Link last() {
        return SortedArraySet.copyOf(this).last();
    }

    /** Walks from switch to switch. */
    private record Walk(Iterator<AtSwitch> switches, Deque<Iterator<Link>> current) implements Iterator<Link> {
        Walk(Iterator<AtSwitch> switches) {
            this(switches, new ArrayDeque<>(1));
        }

        @Override
        public boolean hasNext() {
            while (current.isEmpty() || !current.element().hasNext()) {
                if (!switches.hasNext()) {
                    return false;
                }
                current.clear();
                current.add(switches.next().leaving().iterator());
            }
            return true;
        }

        @Override
        public Link next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.element().next();
        }
    }
}
