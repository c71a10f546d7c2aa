package io.github.migrationconnector.registration.internal;

/**
 * One step of a set-up.
 *
 * @param section the section of the document that it belongs to
 * @param apply does it, on disk when it returns
 * @param undo brings back what was before
 */
record SetupChange(String section, Runnable apply, Runnable undo) {}
