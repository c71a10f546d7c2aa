package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.netty.channel.Channel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Carries the calls of the data path over HTTPS: connections are kept and used again, each with its limits. It owns its event
 * loops. Safe for use by several threads.
 */
@Component(service = HttpsTransport.class, configurationPid = "io.github.migrationconnector.aws.connections")
@Designate(ocd = HttpsTransport.Config.class)
public final class HttpsTransport implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LOOKUP_IDLE_SECONDS = 10;
    private static final long TURN_MILLIS = 1000;

    private final Limits limits;
    private final NioEventLoopGroup loops;
    private final ExecutorService lookups;
    private final Map<Endpoint, ConnectionPool> pools = new ConcurrentHashMap<>();
    private final Set<CallUnderWay> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** How calls of the data path are bounded. */
    @ObjectClassDefinition(name = "Connections to AWS", description = "Limits of the connections that carry blocks")
    public @interface Config {
        @AttributeDefinition(description = "Connections to one endpoint")
        int connections() default 128;

        @AttributeDefinition(description = "Threads that move the bytes; 0 for one a processor, at most 4")
        int threads() default 0;

        @AttributeDefinition(description = "Seconds for a TCP connection, and again for the TLS handshake")
        int connect_seconds() default 10;

        @AttributeDefinition(description = "Seconds without a byte in either direction")
        int idle_seconds() default 30;

        @AttributeDefinition(description = "Seconds for a whole call")
        int call_seconds() default 120;
    }

    @Activate
    public HttpsTransport(Config config) {
        this(
                new Limits(
                        config.connections(),
                        Duration.ofSeconds(config.connect_seconds()),
                        Duration.ofSeconds(config.idle_seconds()),
                        Duration.ofSeconds(config.call_seconds())),
                config.threads());
    }

    /** @param threads 0 for one a processor, at most 4 */
    public HttpsTransport(Limits limits, int threads) {
        this.limits = limits;
        int count = threads > 0 ? threads : Math.min(4, Runtime.getRuntime().availableProcessors());
        this.loops = new NioEventLoopGroup(count, new DefaultThreadFactory("aws-blocks", true));
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                LOOKUP_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("aws-names", true));
        executor.allowCoreThreadTimeOut(true);
        this.lookups = executor;
    }

    /**
     * Sends a call, once.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the endpoint's authorities can't be read
     */
    public CallUnderWay send(Endpoint endpoint, HttpCall call) {
        ConnectionPool pool =
                pools.computeIfAbsent(endpoint, where -> new ConnectionPool(where, limits, loops, new Names(lookups)));
        CallUnderWay started = new CallUnderWay(call);
        underWay.add(started);
        var unused = started.answer().whenComplete((answer, failure) -> underWay.remove(started));
        if (closed.get()) {
            started.failUnbound(Problems.stopping(), new ClosedChannelException());
            return started;
        }
        pool.acquire().addListener(acquired -> {
            if (acquired.isSuccess()) {
                pool.start((Channel) acquired.getNow(), started);
            } else {
                Throwable cause = acquired.cause();
                Problem problem =
                        closed.get() ? Problems.stopping() : ConnectionFailures.problem(endpoint.toString(), cause);
                started.failUnbound(problem, cause);
            }
        });
        return started;
    }

    /** Whether each event loop does within a second what it is given. */
    boolean turns() {
        for (EventExecutor loop : loops) {
            if (loop.isShuttingDown()
                    || !loop.submit(() -> {}).awaitUninterruptibly(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Ends every connection; calls under way fail. The loops end last, when they have nothing more to tell each other: the
     * connections of one pool are spread over all of them, and news for a loop that is gone would be an error in the log.
     */
    @Override
    @Deactivate
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        underWay.forEach(call -> call.abort(Problems.stopping()));
        pools.values().forEach(ConnectionPool::close);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        while (!pools.values().stream().allMatch(ConnectionPool::isQuiet) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        // what a loop was in the middle of, it tells before it takes this
        loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        lookups.shutdownNow();
        // what came in between: the loops that would tell of it are gone
        underWay.forEach(call -> call.failUnbound(Problems.stopping(), new ClosedChannelException()));
    }
}
