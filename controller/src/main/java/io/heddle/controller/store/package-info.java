/**
 * What must outlive the process: numbering, hosts, leases and secrets, behind one small interface.
 *
 * <p>{@link io.heddle.controller.store.Store} is an ordered map from text keys to bytes with revisions, compare-and-set transactions
 * and watches, so that a clustered engine fits behind it as well as the embedded one. Once {@code commit} has returned, the change
 * survives the death of the process and of the machine; a store that is torn, corrupt or in use by another process is refused with
 * a {@link io.heddle.controller.store.StoreException} that names the folder and says what to do, never replaced. The types named
 * after what they keep ({@link io.heddle.controller.store.BlueprintStore} and its neighbours) know the keys and the JSON. Called by
 * the loop, on one thread.
 */
@NullMarked
package io.heddle.controller.store;

import org.jspecify.annotations.NullMarked;
