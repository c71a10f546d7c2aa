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
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The answers of a set-up that is under way: on disk when they were taken, their secrets in the credential store alone. An
 * answer and its secrets come into the place of earlier ones together: the secrets go into a record that the row does not
 * name yet, and the row then names it.
 */
final class Drafts {
    /** Fields that go to the credential store, in whatever step they are. */
    private static final Set<String> SECRET_FIELDS = Set.of("password", "secretAccessKey", "sessionToken");

    private static final String PASSWORD = "password";
    private static final String PROXY = "proxy";
    private static final String RECORD = "setup-draft.";

    /** When an answer was kept, in milliseconds since 1970, beside what its check found; earlier versions kept none. */
    private static final String KEPT_AT = "keptAtMillis";

    /** What follows a step's name in the names of its two records, of which one is in use. */
    private static final List<String> SLOTS = List.of(".a", ".b");

    private final ObjectMapper json = new ObjectMapper();
    private final Database database;
    private final Supplier<CredentialStore> credentials;
    private final Clock clock;

    Drafts(Database database, Supplier<CredentialStore> credentials) {
        this(database, credentials, Clock.systemUTC());
    }

    Drafts(Database database, Supplier<CredentialStore> credentials, Clock clock) {
        this.database = database;
        this.credentials = credentials;
        this.clock = clock;
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
                                learned(row.getString("learned")),
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
        String inUse = record(step);
        String fresh = records(step).stream()
                .skip(1)
                .filter(slot -> !slot.equals(inUse))
                .findFirst()
                .orElseThrow();
        if (!secrets.isEmpty()) {
            credentials.get().put(fresh, secrets);
        }
        secrets.values().forEach(Secret::close);
        ObjectNode found = json.createObjectNode();
        learned.forEach(found::put);
        found.put(KEPT_AT, clock.millis());
        database.write(handle -> handle.createUpdate(
                        "insert into registration_answer (step, answer, learned, reopened, secrets) values (?, ?, ?, 0, ?)"
                                + " on conflict (step) do update set answer = excluded.answer,"
                                + " learned = excluded.learned, reopened = 0, secrets = excluded.secrets")
                .bind(0, step.name())
                .bind(1, open.toString())
                .bind(2, found.toString())
                .bind(3, fresh)
                .execute());
        records(step).stream()
                .filter(record -> secrets.isEmpty() || !record.equals(fresh))
                .forEach(credentials.get()::remove);
    }

    void reopen(SetupStep step) {
        database.write(handle -> handle.createUpdate("update registration_answer set reopened = 1 where step = ?")
                .bind(0, step.name())
                .execute());
    }

    /** The secrets first: when they stay, the answer stays too, and tells whoever tries again that something is left. */
    void forget(SetupStep step) {
        records(step).forEach(credentials.get()::remove);
        database.write(handle -> handle.createUpdate("delete from registration_answer where step = ?")
                .bind(0, step.name())
                .execute());
    }

    /** Forgets every answer, with its secrets. */
    void forgetAll() {
        for (SetupStep step : SetupStep.values()) {
            forget(step);
        }
    }

    /** Forgets answers that were kept before a time, with their secrets; none whose time is not known. */
    void forgetBefore(Instant time) {
        for (SetupStep step : SetupStep.values()) {
            Optional<Instant> kept = database.read(
                            handle -> handle.createQuery("select learned from registration_answer where step = ?")
                                    .bind(0, step.name())
                                    .mapTo(String.class)
                                    .findOne())
                    .map(learned -> object(learned).get(KEPT_AT))
                    .map(millis -> Instant.ofEpochMilli(millis.asLong()));
            if (kept.isPresent() && kept.get().isBefore(time)) {
                forget(step);
            }
        }
    }

    private Map<String, String> learned(String text) {
        ObjectNode found = object(text);
        found.remove(KEPT_AT);
        return texts(found);
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

    /** The record that the step's answer names. */
    private String record(SetupStep step) {
        String named =
                database.read(handle -> handle.createQuery("select secrets from registration_answer where step = ?")
                        .bind(0, step.name())
                        .mapTo(String.class)
                        .findOne()
                        .orElse(""));
        return named.isEmpty() ? records(step).get(0) : named;
    }

    /** All that a step may have: the one of earlier versions, and the two slots. */
    private static List<String> records(SetupStep step) {
        String first = RECORD + step.label();
        return Stream.concat(Stream.of(first), SLOTS.stream().map(first::concat))
                .toList();
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
