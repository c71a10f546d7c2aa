package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.replication.RunPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One life of the daemon. Every call that leaves the supervisor passes here, before and after its effect; the life ends
 * at one of these steps, and whatever is called in a life that has ended is refused.
 */
public final class Life {
    /** Never reached. */
    public static final int NEVER = Integer.MAX_VALUE;

    private final World world;
    private final int killAt;
    private final List<Step> steps = new ArrayList<>();
    private boolean dead;

    /** One step: what was about to happen or had happened, and in which phase the run was on disk. */
    public record Step(String name, RunPhase phase) {}

    public Life(World world, int killAt) {
        this.world = world;
        this.killAt = killAt;
    }

    /** Passes before and after an effect. */
    <T> T around(String name, Supplier<T> effect) {
        step("before " + name);
        T result = effect.get();
        step("after " + name);
        return result;
    }

    void around(String name, Runnable effect) {
        around(name, () -> {
            effect.run();
            return true;
        });
    }

    void step(String name) {
        synchronized (world) {
            if (dead) {
                throw new Killed(name);
            }
            steps.add(new Step(name, world.phaseOnDisk()));
            if (steps.size() - 1 == killAt) {
                dead = true;
                world.notifyAll();
                throw new Killed(name);
            }
        }
    }

    boolean isOver() {
        synchronized (world) {
            return dead;
        }
    }

    public boolean ended() {
        return isOver();
    }

    public List<Step> steps() {
        synchronized (world) {
            return List.copyOf(steps);
        }
    }
}
