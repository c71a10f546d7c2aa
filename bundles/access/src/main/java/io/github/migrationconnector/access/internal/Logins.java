package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.access.internal.UserTable.Account;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Checks passwords: slower after failures, and no faster for a name that is not there. */
final class Logins {
    /** Short, so that a stranger who guesses at an account can't keep its owner out for long. */
    private static final Duration LONGEST_ACCOUNT_WAIT = Duration.ofSeconds(30);

    private static final Duration LONGEST_ADDRESS_WAIT = Duration.ofMinutes(15);

    /** No user's name, since it has a space. */
    private static final String CODE_ACCOUNT = "one-time code";

    /** Each hash takes 19 MiB: strangers must not fill the heap. */
    private static final int HASHES_AT_ONCE = 2;

    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(10);

    private final UserTable users;
    private final Backoff accounts;
    private final Backoff addresses;
    private final PasswordHash nobodys = PasswordHash.ofNobody();
    private final Semaphore room = new Semaphore(HASHES_AT_ONCE, true);

    Logins(UserTable users, Clock clock) {
        this.users = users;
        accounts = new Backoff(clock, LONGEST_ACCOUNT_WAIT);
        addresses = new Backoff(clock, LONGEST_ADDRESS_WAIT);
    }

    /** Who it is; empty when name or password is wrong. */
    Optional<Principal> check(String name, Secret password, String remoteAddress) {
        refuseWhileWaiting(accounts.wait(name));
        refuseWhileWaiting(addresses.wait(remoteAddress));
        // counted before the slow hash, and forgiven after it: guesses sent all at once are counted too
        accounts.failed(name);
        addresses.failed(remoteAddress);
        Optional<Account> user = users.account(name);
        PasswordHash expected = user.map(Account::password).orElse(nobodys);
        boolean matches = inTurn(() -> expected.matches(password));
        if (!matches || user.isEmpty() || !user.get().user().enabled()) {
            return Optional.empty();
        }
        accounts.succeeded(name);
        addresses.succeeded(remoteAddress);
        return user.map(Account::principal);
    }

    /** Takes the failure back that {@link #check} counted: something else than the password has proved who it is. */
    void forgive(String name, String remoteAddress) {
        accounts.succeeded(name);
        addresses.succeeded(remoteAddress);
    }

    /** Whether a one-time code is right; guesses at it are slowed down as guesses at a password are, in an account of its own. */
    boolean isCode(OneTimeCode code, Secret given, String remoteAddress) {
        refuseWhileWaiting(accounts.wait(CODE_ACCOUNT));
        refuseWhileWaiting(addresses.wait(remoteAddress));
        if (!code.matches(given)) {
            accounts.failed(CODE_ACCOUNT);
            addresses.failed(remoteAddress);
            return false;
        }
        accounts.succeeded(CODE_ACCOUNT);
        addresses.succeeded(remoteAddress);
        return true;
    }

    boolean isPasswordOf(String name, Secret password) {
        Optional<Account> user = users.account(name);
        return user.isPresent()
                && user.get().user().enabled()
                && inTurn(() -> user.get().password().matches(password));
    }

    PasswordHash hash(Secret password) {
        return inTurn(() -> PasswordHash.of(password));
    }

    private <T> T inTurn(Supplier<T> hashing) {
        try {
            if (!room.tryAcquire(LONGEST_QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooMany(LONGEST_QUEUE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw tooMany(LONGEST_QUEUE);
        }
        try {
            return hashing.get();
        } finally {
            room.release();
        }
    }

    private static void refuseWhileWaiting(Optional<Duration> wait) {
        if (wait.isPresent()) {
            throw tooMany(wait.get());
        }
    }

    private static ConnectorException tooMany(Duration wait) {
        return new Problem(
                        "TOO_MANY_ATTEMPTS",
                        "Too many failed logins.",
                        "Try again in " + (wait.toSeconds() + 1) + " seconds.",
                        Retry.WHEN_FREE)
                .asException();
    }
}
