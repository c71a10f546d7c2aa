package io.github.migrationconnector.adminui.internal.frame;

/** Answers a request; a failure that it throws as a ConnectorException is shown with its fix. */
@FunctionalInterface
public interface PageHandler {
    Answer answer(PageRequest request);
}
