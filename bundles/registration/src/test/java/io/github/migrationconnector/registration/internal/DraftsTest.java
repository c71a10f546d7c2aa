package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.store.Database;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftsTest {
    @TempDir
    private Path directory;

    private final ListedStore store = new ListedStore();
    private TemporaryDatabase database;
    private FailingDatabase failing;
    private Drafts drafts;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(directory);
        failing = new FailingDatabase(database);
        new Identity(database, java.time.Clock.systemUTC());
        drafts = new Drafts(failing, () -> store);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static ObjectNode aws(String accessKeyId, String secret) {
        ObjectNode answer = (ObjectNode) Documents.right().get("aws");
        return answer.put("accessKeyId", accessKeyId).put("secretAccessKey", secret);
    }

    private void holds(String accessKeyId, String secret) {
        ObjectNode whole = drafts.whole(SetupStep.AWS).orElseThrow();
        assertThat(whole.get("accessKeyId").textValue()).isEqualTo(accessKeyId);
        assertThat(whole.get("secretAccessKey").textValue()).isEqualTo(secret);
    }

    @Test
    void keepsSecretsInTheCredentialStoreAlone() {
        drafts.keep(SetupStep.AWS, aws("ONE", "planted one"), Map.of("account", "1"));
        assertThat(drafts.of(SetupStep.AWS).orElseThrow().answer().toString())
                .contains("ONE")
                .doesNotContain("planted");
        assertThat(drafts.of(SetupStep.AWS).orElseThrow().learned()).containsEntry("account", "1");
        holds("ONE", "planted one");
    }

    @Test
    void keepsTheProxysPasswordApartFromTheStepsOwn() {
        ObjectNode network = (ObjectNode)
                Documents.with("/network", "{\"seen\": true, \"proxy\": {\"host\": \"p\", \"password\": \"planted\"}}")
                        .get("network");
        drafts.keep(SetupStep.NETWORK, network, Map.of());
        assertThat(drafts.of(SetupStep.NETWORK).orElseThrow().answer().toString())
                .doesNotContain("planted");
        assertThat(drafts.whole(SetupStep.NETWORK).orElseThrow()).isEqualTo(network);
    }

    @Test
    void anAnswerAndItsSecretsChangeTogetherOrNotAtAll() {
        drafts.keep(SetupStep.AWS, aws("ONE", "planted one"), Map.of());
        failing.fails = true;
        assertThatThrownBy(() -> drafts.keep(SetupStep.AWS, aws("TWO", "planted two"), Map.of()))
                .hasMessage("planted");
        failing.fails = false;
        holds("ONE", "planted one");
        store.fails = true;
        assertThatThrownBy(() -> drafts.keep(SetupStep.AWS, aws("TWO", "planted two"), Map.of()))
                .hasMessage("planted");
        store.fails = false;
        holds("ONE", "planted one");
        drafts.keep(SetupStep.AWS, aws("TWO", "planted two"), Map.of());
        holds("TWO", "planted two");
        assertThat(store.kept).as("no record is left of the answer before").hasSize(1);
    }

    @Test
    void anAnswerWithoutSecretsLeavesNone() {
        drafts.keep(SetupStep.AWS, aws("ONE", "planted one"), Map.of());
        ObjectNode bare = aws("ONE", "x");
        bare.remove("secretAccessKey");
        drafts.keep(SetupStep.AWS, bare, Map.of());
        assertThat(store.kept).isEmpty();
        assertThat(drafts.whole(SetupStep.AWS).orElseThrow()).isEqualTo(bare);
    }

    @Test
    void forgetsSecretsTooAlsoOnesThatNoRowNames() {
        for (int times = 0; times < 3; times++) {
            drafts.keep(SetupStep.AWS, aws("ONE", "planted " + times), Map.of());
        }
        failing.fails = true;
        assertThatThrownBy(() -> drafts.keep(SetupStep.AWS, aws("TWO", "planted"), Map.of()))
                .hasMessage("planted");
        failing.fails = false;
        drafts.forgetAll();
        assertThat(drafts.of(SetupStep.AWS)).isEmpty();
        assertThat(store.kept).isEmpty();
    }

    @Test
    void goesOnWithAnAnswerOfAnEarlierVersion() {
        database.write(handle -> handle.execute("insert into registration_answer (step, answer, learned, reopened)"
                + " values ('AWS', '{\"accessKeyId\":\"ONE\"}', '{}', 0)"));
        store.put("setup-draft.aws", Map.of("secretAccessKey", Secret.of("planted old")));
        holds("ONE", "planted old");
        drafts.keep(SetupStep.AWS, aws("TWO", "planted two"), Map.of());
        holds("TWO", "planted two");
        assertThat(store.kept.keySet()).isNotEqualTo(Set.of("setup-draft.aws")).hasSize(1);
    }

    @Test
    void reopensUntilItIsAnsweredAgain() {
        drafts.keep(SetupStep.AWS, aws("ONE", "planted one"), Map.of());
        drafts.reopen(SetupStep.AWS);
        assertThat(drafts.of(SetupStep.AWS).orElseThrow().reopened()).isTrue();
        drafts.keep(SetupStep.AWS, aws("ONE", "planted one"), Map.of());
        assertThat(drafts.of(SetupStep.AWS).orElseThrow().reopened()).isFalse();
    }

    /** Fails at its next change when it is told to. */
    private static final class FailingDatabase implements Database {
        private final Database inner;
        private boolean fails;

        private FailingDatabase(Database inner) {
            this.inner = inner;
        }

        @Override
        public void migrate(String owner, ClassLoader loader, String location) {
            inner.migrate(owner, loader, location);
        }

        @Override
        public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
            return inner.read(work);
        }

        @Override
        public <R, X extends Exception> R write(HandleCallback<R, X> work) throws X {
            if (fails) {
                throw new IllegalStateException("planted");
            }
            return inner.write(work);
        }
    }

    private static final class ListedStore implements CredentialStore {
        private final Map<String, Map<String, Secret>> kept = new TreeMap<>();
        private boolean fails;

        @Override
        public void put(String id, Map<String, Secret> fields) {
            if (fails) {
                throw new IllegalStateException("planted");
            }
            Map<String, Secret> copy = new TreeMap<>();
            fields.forEach((name, secret) -> copy.put(name, Secret.ofUtf8(secret.toUtf8())));
            kept.put(id, copy);
        }

        @Override
        public Optional<Map<String, Secret>> get(String id, String purpose) {
            return Optional.ofNullable(kept.get(id)).map(fields -> {
                Map<String, Secret> copy = new TreeMap<>();
                fields.forEach((name, secret) -> copy.put(name, Secret.ofUtf8(secret.toUtf8())));
                return copy;
            });
        }

        @Override
        public void remove(String id) {
            kept.remove(id);
        }
    }
}
