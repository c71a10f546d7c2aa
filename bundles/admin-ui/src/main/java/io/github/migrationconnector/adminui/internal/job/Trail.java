package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes down what is changed by a page, under the names that the JSON API uses for the same. */
public final class Trail {
    private final Services services;

    public Trail(Services services) {
        this.services = services;
    }

    /** Who asks, and from where. */
    public static Actor actor(PageRequest request) {
        return new Actor(request.principal(), request.visit().request().getRemoteAddr());
    }

    /** Goes on only for operators, and writes down that somebody tried who is none. */
    public void needOperator(PageRequest request, String action, String target) {
        if (!request.may(Role.OPERATOR)) {
            services.audit().append(AuditEvent.of(actor(request), action, target, Result.REFUSED));
        }
        request.need(Role.OPERATOR);
    }

    /** Does something to what is there already. */
    public <T> T done(Actor actor, String action, String target, Supplier<T> deed) {
        return written(actor, action, target, deed, result -> target);
    }

    /**
     * Does something whose result tells what it was done to.
     *
     * @param target what it is meant for: written down when it fails
     */
    public <T> T done(Actor actor, String action, String target, Supplier<T> deed, Function<T, String> name) {
        return written(actor, action, target, deed, name);
    }

    /** Does something to what is there already. */
    public void done(Actor actor, String action, String target, Runnable deed) {
        String unused = done(actor, action, target, () -> {
            deed.run();
            return target;
        });
    }

    /** Makes something; returns its id. */
    public String made(Actor actor, String action, Supplier<String> deed) {
        return written(actor, action, "", deed, Function.identity());
    }

    private <T> T written(Actor actor, String action, String target, Supplier<T> deed, Function<T, String> name) {
        // asked for first: what can't be written down is not done
        Audit audit = services.audit();
        T result;
        try {
            result = deed.get();
        } catch (RuntimeException failure) {
            audit.append(AuditEvent.of(actor, action, target, Result.FAILED));
            throw failure;
        }
        audit.append(AuditEvent.of(actor, action, name.apply(result), Result.DONE));
        return result;
    }
}
