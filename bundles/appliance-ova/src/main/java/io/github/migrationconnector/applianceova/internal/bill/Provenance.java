package io.github.migrationconnector.applianceova.internal.bill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.applianceova.internal.OvaFailure;
import io.github.migrationconnector.applianceova.internal.ova.GuestSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an OVA was made of, by digest. Format: in-toto Statement v1 with SLSA Provenance v1. It names no time and no machine, and
 * is not signed by itself: sign it with what you sign releases with.
 */
public final class Provenance {
    private static final String OURS = "urn:server-migration-connector:appliance:";
    private static final int WORDS = 3;
    private static final int MAX_BYTES = 1 << 20;

    private final GuestSystem guest;
    private final String version;
    private final List<Input> inputs = new ArrayList<>();

    /**
     * Something that the OVA depends on.
     *
     * @param uri where it came from; empty when it was made here
     */
    private record Input(String name, String sha256, String uri) {}

    public Provenance(GuestSystem guest, String version) {
        this.guest = guest;
        this.version = version;
    }

    public void add(String name, String sha256) {
        inputs.add(new Input(name, sha256, ""));
    }

    /** Reads {@code NAME<TAB>SHA256<TAB>URI}, a line an input; the URI may be empty. */
    public void addAll(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new OvaFailure(file + " is no list of inputs: it is too long", "build the image again");
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] words = line.split("\t", -1);
            if (words.length != WORDS || words[0].isEmpty() || !words[1].matches("[0-9a-f]{64}")) {
                throw new OvaFailure(file + " has a line that names no input: " + line, "build the image again");
            }
            inputs.add(new Input(words[0], words[1], words[2]));
        }
    }

    /** The document. */
    public ObjectNode json(String ovaName, String ovaSha256) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("_type", "https://in-toto.io/Statement/v1");
        ObjectNode subject = statement.putArray("subject").addObject();
        subject.put("name", ovaName);
        subject.putObject("digest").put("sha256", ovaSha256);
        statement.put("predicateType", "https://slsa.dev/provenance/v1");
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition");
        definition.put("buildType", OURS + "ova:v1");
        ObjectNode parameters = definition.putObject("externalParameters");
        parameters.put("os", guest.name().toLowerCase(Locale.ROOT));
        parameters.put("version", version);
        ArrayNode dependencies = definition.putArray("resolvedDependencies");
        for (Input input : inputs) {
            ObjectNode node = dependencies.addObject();
            node.put("name", input.name());
            if (!input.uri().isEmpty()) {
                node.put("uri", input.uri());
            }
            node.putObject("digest").put("sha256", input.sha256());
        }
        predicate.putObject("runDetails").putObject("builder").put("id", OURS + "builder:v1");
        return statement;
    }
}
