package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One store that several daemons share, as one of them sees it: who holds a run writes it. */
public final class SharedRunStore {
    private static final Set<String> OF_A_RUN = Set.of("save", "saveProgress", "goesOn", "record", "end");

    private final RunStore store;
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Instant> until = new HashMap<>();
    private volatile Runnable beforeKeep = () -> {};
    private volatile Runnable beforeLook = () -> {};

    public SharedRunStore(RunStore store) {
        this.store = store;
    }

    /** What one of the daemons is given. */
    public RunStore of(String holder) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "hold" -> {
                            return hold(holder, (String) arguments[0], (Instant) arguments[1], (Instant) arguments[2]);
                        }
                        case "keep" -> {
                            return keep(holder, (Instant) arguments[0]);
                        }
                        case "forfeited" -> {
                            return forfeited(holder, (Instant) arguments[0]);
                        }
                        default -> {
                            if (method.getName().equals("run")) {
                                beforeLook.run();
                            }
                            if (OF_A_RUN.contains(method.getName())) {
                                require(
                                        holder,
                                        arguments[0] instanceof RunRecord run ? run.id() : (String) arguments[0]);
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        }
                    }
                });
    }

    /** Who has a run in hand. */
    public synchronized String holderOf(String runId) {
        return holders.getOrDefault(runId, "");
    }

    private synchronized boolean hold(String holder, String runId, Instant now, Instant end) {
        boolean free = holderOf(runId).equals(holder)
                || !until.getOrDefault(runId, Instant.MIN).isAfter(now);
        if (free) {
            holders.put(runId, holder);
            until.put(runId, end);
        }
        return free;
    }

    /** Whether nobody can say any more what is in hand. */
    public void away(boolean isAway) {
        beforeKeep(
                isAway
                        ? () -> {
                            throw Problem.passing("STORE_AWAY", "it does not answer", "")
                                    .asException();
                        }
                        : () -> {});
    }

    /** What happens first to whoever says what is in hand. */
    public void beforeKeep(Runnable what) {
        beforeKeep = what;
    }

    /** What happens first to whoever looks at one run. */
    public void beforeLook(Runnable what) {
        beforeLook = what;
    }

    private List<Held> keep(String holder, Instant end) {
        beforeKeep.run();
        return kept(holder, end);
    }

    private synchronized List<Held> kept(String holder, Instant end) {
        return store.unfinished().stream()
                .map(RunRecord::id)
                .filter(id -> holderOf(id).equals(holder))
                .peek(id -> until.put(id, end))
                .map(id -> new Held(id, store.cancelRequested(id)))
                .toList();
    }

    private synchronized List<String> forfeited(String holder, Instant now) {
        return store.unfinished().stream()
                .map(RunRecord::id)
                .filter(id -> !holderOf(id).equals(holder)
                        && until.getOrDefault(id, Instant.MIN).isBefore(now))
                .toList();
    }

    private synchronized void require(String holder, String runId) {
        if (!holderOf(runId).isEmpty() && !holderOf(runId).equals(holder)) {
            throw Problem.fatal(RunStore.TAKEN_OVER, "another has it", "").asException();
        }
    }
}
