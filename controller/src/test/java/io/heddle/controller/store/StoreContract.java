package io.heddle.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.store.CommitResult.Committed;
import io.heddle.controller.store.CommitResult.Conflict;
import io.heddle.controller.store.Transaction.Condition.Absent;
import io.heddle.controller.store.Transaction.Condition.UnchangedSince;
import io.heddle.controller.store.Transaction.Operation.Put;
import io.heddle.controller.store.Transaction.Operation.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine behind {@link Store} must do; an engine's test extends this and says how to open one. */
abstract class StoreContract {

    private Store store;

    /** An empty store, or, when called again in the same test after closing, the same one. */
    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Store reopened() {
        store.close();
        store = open();
        return store;
    }

    private static Bytes value(String text) {
        return Bytes.utf8(text);
    }

    @Test
    void anEmptyStoreHasNothing() {
        assertThat(store.revision()).isZero();
        assertThat(store.get("a")).isEmpty();
        assertThat(store.range("")).isEmpty();
    }

    @Test
    void whatIsPutIsThereWithItsRevisions() {
        assertThat(store.commit(Transaction.put("a", value("1")))).isEqualTo(new Committed(1));
        assertThat(store.commit(Transaction.put("a", value("2")))).isEqualTo(new Committed(2));
        assertThat(store.get("a")).contains(new Entry("a", value("2"), 1, 2));
    }

    @Test
    void whatIsRemovedIsGoneAndComesBackAsNew() {
        store.commit(Transaction.put("a", value("1")));
        assertThat(store.commit(Transaction.remove("a"))).isEqualTo(new Committed(2));
        assertThat(store.get("a")).isEmpty();
        store.commit(Transaction.put("a", value("2")));
        assertThat(store.get("a")).contains(new Entry("a", value("2"), 3, 3));
    }

    @Test
    void aTransactionThatChangesNothingKeepsTheRevision() {
        assertThat(store.commit(Transaction.remove("nothing"))).isEqualTo(new Committed(0));
        assertThat(store.revision()).isZero();
    }

    @Test
    void aRangeIsInTheOrderOfItsKeys() {
        for (String key : List.of("b/2", "a", "b/10", "b", "c", "b/1")) {
            store.commit(Transaction.put(key, value(key)));
        }
        assertThat(store.range("b/")).extracting(Entry::key).containsExactly("b/1", "b/10", "b/2");
        assertThat(store.range("")).hasSize(6);
    }

    @Test
    void wildcardsInAPrefixMeanThemselves() {
        store.commit(Transaction.put("a%b", value("1")));
        store.commit(Transaction.put("axb", value("2")));
        store.commit(Transaction.put("a_c", value("3")));
        assertThat(store.range("a%")).extracting(Entry::key).containsExactly("a%b");
        assertThat(store.range("a_")).extracting(Entry::key).containsExactly("a_c");
    }

    @Test
    void keysAndValuesMayBeAnything() {
        String key = "schlüssel/ß 🔑";
        store.commit(Transaction.put(key, Bytes.of(new byte[] {0, -1, 1})));
        store.commit(Transaction.put("empty", Bytes.of(new byte[0])));
        assertThat(reopened().get(key).orElseThrow().value()).isEqualTo(Bytes.of(new byte[] {0, -1, 1}));
        assertThat(store.get("empty").orElseThrow().value().length()).isZero();
    }

    @Test
    void aTransactionIsDoneWholeAtOneRevision() {
        Transaction both = Transaction.put("a", value("1")).then(new Put("b", value("2")));
        store.commit(both);
        assertThat(store.get("a").orElseThrow().modified()).isEqualTo(1);
        assertThat(store.get("b").orElseThrow().modified()).isEqualTo(1);
    }

    @Test
    void aTransactionWhoseConditionFailsDoesNothing() {
        store.commit(Transaction.put("a", value("1")));
        Transaction create = Transaction.put("b", value("2")).given(new Absent("a"));
        assertThat(store.commit(create)).isEqualTo(new Conflict(new Absent("a")));
        assertThat(store.get("b")).isEmpty();
        assertThat(store.revision()).isEqualTo(1);
    }

    @Test
    void compareAndSetHoldsOnlyForTheRevisionThatWasRead() {
        store.commit(Transaction.put("a", value("1")));
        Transaction set = Transaction.put("a", value("2")).given(new UnchangedSince("a", 1));
        assertThat(store.commit(set)).isEqualTo(new Committed(2));
        assertThat(store.commit(set)).isEqualTo(new Conflict(new UnchangedSince("a", 1)));
        assertThat(store.commit(Transaction.put("x", value("")).given(new UnchangedSince("x", 0))))
                .isInstanceOf(Conflict.class);
    }

    @Test
    void aTransactionNamesNoKeyTwice() {
        Transaction one = Transaction.put("a", value("1"));
        assertThatThrownBy(() -> one.then(new Remove("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingIsThereAfterReopening() {
        store.commit(Transaction.put("a", value("1")));
        store.commit(Transaction.put("b", value("2")));
        store.commit(Transaction.remove("a"));
        assertThat(reopened().revision()).isEqualTo(3);
        assertThat(store.range("")).containsExactly(new Entry("b", value("2"), 2, 2));
    }

    @Test
    void aWatchTellsThePastAndThenThePresentOnce() {
        store.commit(Transaction.put("a/1", value("1")));
        store.commit(Transaction.put("b", value("2")));
        store.commit(Transaction.put("a/2", value("3")));
        List<KeyChange> seen = new ArrayList<>();
        Store.Watch watch = store.watch("a/", 1, seen::add);
        store.commit(Transaction.remove("a/1"));
        store.commit(Transaction.put("c", value("5")));
        watch.close();
        store.commit(Transaction.put("a/3", value("6")));
        assertThat(seen).containsExactly(new KeyChange.Put("a/2", 3, value("3")), new KeyChange.Removed("a/1", 4));
    }

    @Test
    void aWatchGoesOnFromWhereItWasAfterReopening() {
        store.commit(Transaction.put("a", value("1")));
        store.commit(Transaction.remove("a"));
        List<KeyChange> seen = new ArrayList<>();
        reopened().watch("", 0, seen::add);
        assertThat(seen).containsExactly(new KeyChange.Put("a", 1, value("1")), new KeyChange.Removed("a", 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aLongHistoryEndsAsAMapWould(long seed) {
        Random random = new Random(seed);
        SortedMap<String, Bytes> model = new TreeMap<>();
        SortedMap<String, Bytes> watched = new TreeMap<>();
        store.watch("", 0, change -> {
            switch (change) {
                case KeyChange.Put put -> watched.put(put.key(), put.value());
                case KeyChange.Removed removed -> watched.remove(removed.key());
            }
        });
        for (int step = 0; step < 150; step++) {
            String key = "k" + random.nextInt(12);
            if (random.nextInt(3) == 0) {
                store.commit(Transaction.remove(key));
                model.remove(key);
            } else {
                Bytes value = value("v" + random.nextInt());
                store.commit(Transaction.put(key, value));
                model.put(key, value);
            }
        }
        assertThat(watched).isEqualTo(model);
        reopened();
        SortedMap<String, Bytes> kept = new TreeMap<>();
        store.range("").forEach(entry -> kept.put(entry.key(), entry.value()));
        assertThat(kept).isEqualTo(model);
    }
}
