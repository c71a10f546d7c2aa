package io.github.migrationconnector.applianceova.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.applianceova.internal.bill.BillOfMaterials;
import io.github.migrationconnector.applianceova.internal.bill.Provenance;
import io.github.migrationconnector.applianceova.internal.disk.DiskImage;
import io.github.migrationconnector.applianceova.internal.ova.GuestSystem;
import io.github.migrationconnector.applianceova.internal.ova.OvaPackage;
import io.github.migrationconnector.applianceova.internal.ova.OvfTemplate;
import io.github.migrationconnector.applianceova.internal.ova.Signature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Packs an image, and writes the bill of materials and the provenance beside it. */
@Command(
        name = "appliance-ova",
        description = "Packs a raw or qcow2 image of the appliance as an OVA.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong use"})
public final class BuildCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MAX_TEXT_BYTES = 1 << 20;

    /** 2026-01-01, as the build's other archives have it. */
    private static final String NO_TIME = "1767225600";

    private final PrintStream out;

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "The disk, raw or qcow2.")
    private Path image;

    @Option(
            names = "--os",
            required = true,
            paramLabel = "OS",
            description = "What the image holds: FREEBSD or DEBIAN.")
    private GuestSystem guest;

    @Option(names = "--sources", required = true, paramLabel = "DIR", description = "The checkout's appliance-image.")
    private Path sources;

    @Option(names = "--distribution", required = true, paramLabel = "DIR", description = "What the image carries.")
    private Path distribution;

    @Option(
            names = "--packages",
            required = true,
            paramLabel = "FILE",
            description = "What the image's clean-up listed.")
    private Path packages;

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description = "What else it was made of: name, SHA-256 and URI by tabs.")
    private Path inputs;

    @Option(names = "--version", required = true, paramLabel = "VERSION", description = "Of the product.")
    private String version;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the files are to be called.")
    private String name;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to; made when missing.")
    private Path output;

    @Option(names = "--key", paramLabel = "FILE", description = "An RSA key (PKCS #8, PEM) to sign the manifest with.")
    private Path key;

    @Option(names = "--certificate", paramLabel = "FILE", description = "The key's certificate (PEM).")
    private Path certificate;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = NO_TIME,
            description = "The time of the files in it, since 1970; ${DEFAULT-VALUE} when not said.")
    private long modifiedSeconds;

    public BuildCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,80}")) {
            throw new OvaFailure("files can't be called " + name, "choose small letters, digits, dots and hyphens");
        }
        if ((key == null) != (certificate == null)) {
            throw new OvaFailure("a key and its certificate sign together", "give both --key and --certificate");
        }
        Files.createDirectories(output);
        OvaPackage.Made made;
        try (DiskImage disk = DiskImage.open(image)) {
            made = (key == null ? new OvaPackage(words()) : new OvaPackage(words(), Signature.of(key, certificate)))
                    .write(disk, output);
        }
        json(
                ".cdx.json",
                BillOfMaterials.of(distribution, packages, guest, version, made.sha256())
                        .json());
        Provenance provenance = new Provenance(guest, version);
        provenance.add("disk content", made.diskSha256());
        provenance.add("bundle set", Digests.of(distribution.resolve("bundles/set.list")));
        provenance.add("system packages", Digests.of(packages));
        if (inputs != null) {
            provenance.addAll(inputs);
        }
        json(".provenance.json", provenance.json(name + ".ova", made.sha256()));
        write(".ova.sha256", made.sha256() + "  " + name + ".ova\n");
        out.println(made.ova() + ": " + Files.size(made.ova()) + " bytes, SHA-256 " + made.sha256());
        return DONE;
    }

    private OvaPackage.Words words() throws IOException {
        return new OvaPackage.Words(
                name,
                version,
                guest,
                new OvfTemplate(text(sources.resolve("ova/appliance.ovf"))),
                text(sources.resolveSibling("LICENSE")),
                text(sources.resolve("ova/properties.xml")),
                modifiedSeconds);
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_TEXT_BYTES) {
            throw new OvaFailure(file + " is longer than a mebibyte", "name the checkout's appliance-image");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private void json(String ending, JsonNode document) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        // the platform's line ends would differ from one builder to another
        write(ending, mapper.writeValueAsString(document).replace("\r\n", "\n") + "\n");
    }

    private void write(String ending, String content) throws IOException {
        Files.writeString(output.resolve(name + ending), content, StandardCharsets.UTF_8);
    }

    /** Says what went wrong; answers the exit code. */
    public static int tell(Exception failure, PrintWriter err) {
        if (failure instanceof OvaFailure known) {
            say(err, known.getMessage(), known.fix());
        } else if (failure instanceof ConnectorException known) {
            say(err, known.problem().message(), known.problem().fix());
        } else if (failure instanceof NoSuchFileException missing) {
            say(err, "there is no " + missing.getFile(), "name a file that is there");
        } else {
            say(err, "an unexpected failure: " + failure, "look at the disk's room and the files that were named");
        }
        return FAILED;
    }

    private static void say(PrintWriter err, String message, String fix) {
        err.println("appliance-ova: " + message);
        err.println("appliance-ova: to mend it: " + fix);
    }
}
