package io.github.migrationconnector.planted;

import java.util.HashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Breaks: no static mutable state. */
final class StaticState {
    static int counter;
    static final HashMap<String, String> cache = new HashMap<>();
    static final AtomicLong calls = new AtomicLong();

    private StaticState() {}
}
