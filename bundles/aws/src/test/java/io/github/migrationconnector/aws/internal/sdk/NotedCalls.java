package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.metrics.Label;
import io.github.migrationconnector.api.metrics.Metrics;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/** What is noted by an API and how the call ended; all else is not asked of it. */
final class NotedCalls {
    private NotedCalls() {}

    static Metrics in(List<String> noted) {
        return (Metrics) Proxy.newProxyInstance(
                Metrics.class.getClassLoader(), new Class<?>[] {Metrics.class}, (self, called, arguments) -> {
                    if (called.getName().equals("took")) {
                        noted.add(arguments[0] + " " + Arrays.toString((Label[]) arguments[2]));
                    }
                    return called.getName().equals("equals") ? Boolean.valueOf(self == arguments[0]) : null;
                });
    }
}
