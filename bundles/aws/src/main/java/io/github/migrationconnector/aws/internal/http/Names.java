package io.github.migrationconnector.aws.internal.http;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks names up by the JDK on a thread of its own, since a slow name server would hold up an event loop. */
final class Names extends AddressResolverGroup<InetSocketAddress> {
    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private final Executor lookups;

    Names(Executor lookups) {
        this.lookups = lookups;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Lookup(executor, lookups).asAddressResolver();
    }

    private static final class Lookup extends InetNameResolver {
        private final Executor lookups;

        Lookup(EventExecutor executor, Executor lookups) {
            super(executor);
            this.lookups = lookups;
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            look(() -> InetAddress.getByName(host), promise);
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            look(() -> List.of(InetAddress.getAllByName(host)), promise);
        }

        private <T> void look(Callable<T> lookup, Promise<T> promise) {
            lookups.execute(() -> {
                try {
                    T found = lookup.call();
                    tell(() -> promise.trySuccess(found));
                } catch (Exception e) {
                    tell(() -> promise.tryFailure(e));
                }
            });
        }

        /** On the loop itself: nothing interrupts a lookup, and one that outlives its loop has nobody to tell. */
        private void tell(Runnable news) {
            try {
                executor().execute(news);
            } catch (RejectedExecutionException ended) {
                LOG.debug("a name was found after the loop that asked for it had ended");
            }
        }
    }
}
