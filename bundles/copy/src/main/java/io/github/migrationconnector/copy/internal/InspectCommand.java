package io.github.migrationconnector.copy.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.SourceAddress;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connector inspect}. */
@Command(
        name = "connector inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tells what a disk is: its format, its size, the files of its chain, what they hold of it.",
        footer = {"", "Exit code: 0 done, 1 failed, 2 wrong use."})
final class InspectCommand implements Callable<Integer> {
    private static final double GIB = 1L << 30;

    private final Sources sources;
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "raw:PATH, vmdk:PATH, ova:PATH[#DISK], vsphere:VM#DISK")
    private String source = "";

    @Option(names = "--json", description = "One JSON document on standard output")
    private boolean asJson;

    InspectCommand(Sources sources, Console console) {
        this.sources = sources;
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return new Work(console, asJson).run(this::inspect);
    }

    private int inspect() throws InterruptedException {
        SourceAddress address = Addresses.source(source);
        DiskDescription disk;
        Optional<DiskLayout> layout;
        try (DiskReader reader = sources.open(address)) {
            disk = reader.description();
            layout = reader.layout();
        }
        if (asJson) {
            console.json(json -> {
                write(address, disk, json);
                if (layout.isPresent()) {
                    LayoutReport.write(layout.get(), json);
                }
            });
        } else {
            text(address, disk);
            layout.ifPresent(found -> LayoutReport.text(found, console));
        }
        return Work.DONE;
    }

    private static long fileBytes(DiskDescription disk) {
        return disk.files().stream().mapToLong(DiskFile::sizeBytes).sum();
    }

    private static void write(SourceAddress address, DiskDescription disk, JsonGenerator json) throws IOException {
        json.writeStringField("source", address.toString());
        json.writeStringField("format", disk.format());
        json.writeNumberField("capacityBytes", disk.capacityBytes());
        json.writeNumberField("fileBytes", fileBytes(disk));
        json.writeObjectFieldStart("identity");
        for (Map.Entry<String, String> entry : new TreeMap<>(disk.identity()).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("files");
        for (DiskFile file : disk.files()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("format", file.format());
            json.writeNumberField("sizeBytes", file.sizeBytes());
            json.writeStringField("contentId", file.contentId());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void text(SourceAddress address, DiskDescription disk) {
        console.out().println("source     " + address);
        console.out().println("format     " + disk.format());
        console.out().printf("capacity   %d bytes (%.2f GiB)%n", disk.capacityBytes(), disk.capacityBytes() / GIB);
        console.out().printf("files      %d bytes (%.2f GiB)%n", fileBytes(disk), fileBytes(disk) / GIB);
        new TreeMap<>(disk.identity())
                .forEach((key, value) -> console.out().println("identity   " + key + " = " + value));
        disk.files().forEach(file -> console.out()
                .println("file       " + file.path() + "  " + file.format() + "  " + file.sizeBytes() + " bytes  "
                        + file.contentId()));
        console.out().flush();
    }
}
