package io.github.migrationconnector.api.credential;

class InMemoryCredentialStoreTest extends CredentialStoreContract {
    private final InMemoryCredentialStore store = new InMemoryCredentialStore();

    @Override
    protected CredentialStore store() {
        return store;
    }
}
