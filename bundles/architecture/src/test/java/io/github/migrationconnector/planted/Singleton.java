package io.github.migrationconnector.planted;

/** Breaks: no getInstance. */
final class Singleton {
    private static final Singleton ONE = new Singleton();

    private Singleton() {}

    static Singleton getInstance() {
        return ONE;
    }
}
