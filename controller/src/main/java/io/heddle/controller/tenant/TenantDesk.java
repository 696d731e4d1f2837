package io.heddle.controller.tenant;

import io.heddle.controller.store.Store;
import io.heddle.controller.store.StoreException;
import io.heddle.controller.store.TenantStore;
import io.heddle.rest.networking.Tenancy;
import io.heddle.rest.networking.TenancyUnavailable;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Racks;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantDecision;
import io.heddle.routing.tenant.request.TenantRules;
import io.heddle.routing.tenant.request.TenantSettings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where tenants' commands are carried out, one after the other: decided, kept, published, in this order.
 *
 * <p>It has a thread and a store of its own, so that ten thousand ports that are made at once keep no event of the fabric waiting.
 * When the store fails, the command is not done and the state stays as it was.
 */
public final class TenantDesk implements Tenancy, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantDesk.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Is told of what was done, on the desk's thread, after it was kept; must be quick. */
    @FunctionalInterface
    public interface Listener {

        /** The state is now {@code state}, and {@code changes} led there. */
        void changed(TenantState state, List<TenantChange> changes);
    }

    private final TenantRules rules;
    private final TenantSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Listener listener;
    private final Racks racks;
    private final Store store;
    private final TenantStore kept;
    private final AtomicReference<TenantState> state;
    private final ExecutorService thread;

    private TenantDesk(Parts parts, Store store) {
        rules = new TenantRules(parts.settings());
        settings = parts.settings();
        clock = parts.clock();
        random = parts.random();
        listener = parts.listener();
        racks = parts.racks();
        this.store = store;
        kept = new TenantStore(store);
        state = new AtomicReference<>(kept.load());
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("tenants").daemon(true).factory());
    }

    /**
     * What a desk is made of.
     *
     * @param settings what tenants may have
     * @param clock the time of changes
     * @param random where identifiers come from
     * @param listener who is told of changes
     * @param racks where machines are
     */
    public record Parts(
            TenantSettings settings, InstantSource clock, SecureRandom random, Listener listener, Racks racks) {}

    /** Opens the desk over what {@code opening} opens, which is its own from then on. */
    public static TenantDesk open(Parts parts, Supplier<? extends Store> opening) {
        Store store = opening.get();
        try {
            return new TenantDesk(parts, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public TenantState state() {
        return state.get();
    }

    @Override
    public TenantDecision ask(Requester by, TenantCommand command) {
        try {
            Future<TenantDecision> decision = thread.submit(() -> carriedOut(by, command));
            return decision.get();
        } catch (RejectedExecutionException e) {
            throw new TenancyUnavailable("The controller is ending; what was asked is not done.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TenancyUnavailable("The controller is ending; what was asked may or may not be done.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                LOG.error("{} could not be kept", command.getClass().getSimpleName(), failure);
                throw new TenancyUnavailable("The controller could not keep what was asked; it is not done.", failure);
            }
            throw new IllegalStateException("the desk failed at " + command.getClass(), e.getCause());
        }
    }

    @Override
    public TenantDecision consider(Requester by, TenantCommand command) {
        return rules.decide(state(), by, command, clock.instant());
    }

    @Override
    public Quota quota(ProjectId project) {
        return rules.quota(state(), project);
    }

    @Override
    public Quota usualQuota() {
        return settings.quota();
    }

    @Override
    public UUID newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        // Version 4, variant 2: RFC 9562 §5.4.
        long high = (buffer.getLong() & ~0xf000L) | 0x4000L;
        long low = (buffer.getLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low);
    }

    /** Lets what was begun end, then closes the store. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.error("the tenants' thread did not end within {}", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }

    private TenantDecision carriedOut(Requester by, TenantCommand command) {
        TenantDecision decision = rules.decide(state.get(), by, command, clock.instant(), racks);
        if (decision instanceof TenantDecision.Accepted accepted) {
            kept.save(accepted.changes());
            state.set(accepted.next());
            listener.changed(accepted.next(), accepted.changes());
        }
        return decision;
    }
}
