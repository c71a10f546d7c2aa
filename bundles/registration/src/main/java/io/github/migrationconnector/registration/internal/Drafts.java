package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The answers of a set-up that is under way: on disk when they were taken, their secrets in the credential store alone. */
final class Drafts {
    /** Fields that go to the credential store, in whatever step they are. */
    private static final Set<String> SECRET_FIELDS = Set.of("password", "secretAccessKey", "sessionToken");

    private static final String PASSWORD = "password";
    private static final String PROXY = "proxy";
    private static final String RECORD = "setup-draft.";

    private final ObjectMapper json = new ObjectMapper();
    private final Database database;
    private final Supplier<CredentialStore> credentials;

    Drafts(Database database, Supplier<CredentialStore> credentials) {
        this.database = database;
        this.credentials = credentials;
    }

    /**
     * One answer.
     *
     * @param answer its fields without the secrets
     * @param learned what its check found
     * @param reopened whether a later step showed that it is wrong
     */
    record Draft(ObjectNode answer, Map<String, String> learned, boolean reopened) {}

    Optional<Draft> of(SetupStep step) {
        return database.read(
                handle -> handle.createQuery("select answer, learned, reopened from registration_answer where step = ?")
                        .bind(0, step.name())
                        .map((row, context) -> new Draft(
                                object(row.getString("answer")),
                                texts(object(row.getString("learned"))),
                                row.getInt("reopened") != 0))
                        .findOne());
    }

    /** Keeps an answer in place of an earlier one. */
    void keep(SetupStep step, ObjectNode answer, Map<String, String> learned) {
        ObjectNode open = answer.deepCopy();
        Map<String, Secret> secrets = new HashMap<>();
        for (String field : SECRET_FIELDS) {
            JsonNode secret = open.remove(field);
            if (secret != null) {
                secrets.put(field, Secret.of(secret.asText()));
            }
        }
        if (open.get(PROXY) instanceof ObjectNode proxy && proxy.has(PASSWORD)) {
            secrets.put(PROXY, Secret.of(proxy.remove(PASSWORD).asText()));
        }
        // first the secrets: an answer without them would be taken for whole
        if (secrets.isEmpty()) {
            credentials.get().remove(record(step));
        } else {
            credentials.get().put(record(step), secrets);
        }
        secrets.values().forEach(Secret::close);
        ObjectNode found = json.createObjectNode();
        learned.forEach(found::put);
        database.write(handle -> handle.createUpdate(
                        "insert into registration_answer (step, answer, learned, reopened) values (?, ?, ?, 0)"
                                + " on conflict (step) do update set answer = excluded.answer,"
                                + " learned = excluded.learned, reopened = 0")
                .bind(0, step.name())
                .bind(1, open.toString())
                .bind(2, found.toString())
                .execute());
    }

    void reopen(SetupStep step) {
        database.write(handle -> handle.createUpdate("update registration_answer set reopened = 1 where step = ?")
                .bind(0, step.name())
                .execute());
    }

    void forget(SetupStep step) {
        database.write(handle -> handle.createUpdate("delete from registration_answer where step = ?")
                .bind(0, step.name())
                .execute());
        credentials.get().remove(record(step));
    }

    /** Forgets every answer, with its secrets. */
    void forgetAll() {
        for (SetupStep step : SetupStep.values()) {
            forget(step);
        }
    }

    /** The answer with its secrets, as JSON. */
    Optional<ObjectNode> whole(SetupStep step) {
        return of(step).map(draft -> {
            ObjectNode answer = draft.answer().deepCopy();
            credentials
                    .get()
                    .get(record(step), "a set-up goes on")
                    .ifPresent(secrets -> secrets.forEach((field, secret) -> {
                        ObjectNode place = field.equals(PROXY) ? answer.withObject("/" + PROXY) : answer;
                        place.put(field.equals(PROXY) ? PASSWORD : field, secret.<String>reveal(text -> text));
                        secret.close();
                    }));
            return answer;
        });
    }

    private static String record(SetupStep step) {
        return RECORD + step.label();
    }

    private ObjectNode object(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /** The fields as texts, for people. */
    static Map<String, String> texts(ObjectNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.fields()
                .forEachRemaining(field -> texts.put(
                        field.getKey(),
                        field.getValue().isTextual()
                                ? field.getValue().textValue()
                                : field.getValue().toString()));
        return texts;
    }
}
