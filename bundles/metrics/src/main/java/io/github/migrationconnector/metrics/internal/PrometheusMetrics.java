package io.github.migrationconnector.metrics.internal;

import io.github.migrationconnector.api.metrics.Counted;
import io.github.migrationconnector.api.metrics.Label;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.metrics.Timed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * By Micrometer, in a registry that ends with this bundle: counts begin at zero then, which monitoring systems know as a
 * restart. What is only to be asked for (runs, jobs, health) is asked by a thread of its own, never by whoever reads.
 */
@Component(service = Metrics.class)
public final class PrometheusMetrics implements Metrics {
    private static final int SAMPLE_SECONDS = 15;

    /** For puts of a few milliseconds as for disks of hours. */
    private static final Duration[] SHORT = {
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
        Duration.ofMillis(2500), Duration.ofSeconds(10), Duration.ofMinutes(1)
    };

    private static final Duration[] LONG = {
        Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15),
        Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12), Duration.ofDays(1)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ScheduledThreadPoolExecutor sampling = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "metrics-sampling");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public PrometheusMetrics(@Reference Sampled sampled) {
        // names that Prometheus' own linter takes
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(new MeterFilter() {
                    @Override
                    public Meter.Id map(Meter.Id id) {
                        return id.getName().equals("system.cpu.count") ? id.withName("system.cpus") : id;
                    }
                });
        List<MeterBinder> binders = new ArrayList<>(List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics(),
                collections));
        binders.forEach(binder -> binder.bindTo(registry));
        Samples samples = new Samples(sampled, registry);
        // it catches its own failures, and close() ends it
        ScheduledFuture<?> unused = sampling.scheduleWithFixedDelay(samples::take, 0, SAMPLE_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void close() {
        sampling.shutdownNow();
        collections.close();
        registry.close();
    }

    @Override
    public void count(Counted what, double amount, Label... labels) {
        Counter.builder(what.metric())
                .description(what.description())
                .tags(tags(what.labels(), labels))
                .register(registry)
                .increment(amount);
    }

    @Override
    public void took(Timed what, Duration time, Label... labels) {
        Timer.builder(what.metric())
                .description(what.description())
                .tags(tags(what.labels(), labels))
                .serviceLevelObjectives(buckets(what))
                .register(registry)
                .record(time);
    }

    private static Duration[] buckets(Timed what) {
        return switch (what) {
            case PUT, CALL -> SHORT;
            case TRANSFER -> LONG;
        };
    }

    @Override
    public String exposition() {
        return registry.scrape();
    }

    private static Tags tags(List<String> names, Label... labels) {
        if (names.size() != labels.length) {
            throw new IllegalArgumentException(labels.length + " labels for " + names);
        }
        List<Tag> tags = new ArrayList<>();
        for (int index = 0; index < labels.length; index++) {
            tags.add(Tag.of(names.get(index), labels[index].value()));
        }
        return Tags.of(tags);
    }
}
