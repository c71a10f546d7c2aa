package io.github.migrationconnector.diskstreaming.internal.pipeline;

import java.util.concurrent.ScheduledExecutorService;

/**
 * What all transfers of the process share.
 *
 * @param pool memory
 * @param workers threads that look at blocks
 * @param timer wakes what waits for its time
 */
public record Shared(BlockPool pool, HashWorkers workers, ScheduledExecutorService timer) {}
