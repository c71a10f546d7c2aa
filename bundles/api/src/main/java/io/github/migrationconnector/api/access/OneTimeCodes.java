package io.github.migrationconnector.api.access;

import org.osgi.annotation.versioning.ProviderType;

/** Codes by which the administrator gets in without a password, each once. */
@ProviderType
public interface OneTimeCodes {
    /**
     * While no password is set: the code that sets the first one. Later: a fresh code, which the administrator types once in
     * place of the password; an older one opens no more.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN}; {@code ADMINISTRATOR_ABSENT} when
     *     there is no user of that name who may log in
     */
    IssuedCode issue(Actor actor);
}
