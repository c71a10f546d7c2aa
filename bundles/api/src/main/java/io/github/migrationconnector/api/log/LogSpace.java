package io.github.migrationconnector.api.log;

/**
 * How much room the logs take.
 *
 * @param bytes they take now
 * @param capBytes they may take together
 * @param freeBytes are free on their disk
 * @param shrunk whether older ones were removed before their time, since the disk is full
 */
public record LogSpace(long bytes, long capBytes, long freeBytes, boolean shrunk) {}
