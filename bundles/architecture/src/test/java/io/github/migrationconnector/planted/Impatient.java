package io.github.migrationconnector.planted;

/** Breaks: no exit, no sleep, no printed stack trace. */
final class Impatient {
    void exit() {
        System.exit(1);
    }

    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }

    void print(IllegalStateException trouble) {
        trouble.printStackTrace();
    }
}
