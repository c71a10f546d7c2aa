package io.github.migrationconnector.copy.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.Extent;
import java.io.IOException;

/** How a disk's layout is told. */
final class LayoutReport {
    private LayoutReport() {}

    /** As members of the document that is being written. */
    static void write(DiskLayout layout, JsonGenerator json) throws IOException {
        json.writeNumberField("storedBytes", layout.storedBytes());
        json.writeNumberField("holeBytes", layout.holeBytes());
        json.writeNumberField("holes", layout.holes());
        json.writeArrayFieldStart("firstHoles");
        for (Extent hole : layout.firstHoles()) {
            json.writeStartObject();
            json.writeNumberField("offsetBytes", hole.offsetBytes());
            json.writeNumberField("lengthBytes", hole.lengthBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("extents");
        for (DiskLayout.Part part : layout.parts()) {
            json.writeStartObject();
            json.writeStringField("type", part.type());
            json.writeStringField("file", part.file());
            json.writeNumberField("offsetBytes", part.place().offsetBytes());
            json.writeNumberField("lengthBytes", part.place().lengthBytes());
            json.writeNumberField("fileOffsetBytes", part.fileOffsetBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("oddities");
        for (String oddity : layout.oddities()) {
            json.writeString(oddity);
        }
        json.writeEndArray();
    }

    static void text(DiskLayout layout, Console console) {
        console.out().println("stored     " + layout.storedBytes() + " bytes of the disk");
        console.out().println("holes      " + layout.holes() + ", " + layout.holeBytes() + " bytes");
        for (DiskLayout.Part part : layout.parts()) {
            console.out()
                    .println("extent     " + part.place().offsetBytes() + " + "
                            + part.place().lengthBytes() + "  " + part.type() + "  " + part.file() + " at "
                            + part.fileOffsetBytes());
        }
        layout.oddities().forEach(oddity -> console.out().println("odd        " + oddity));
        console.out().flush();
    }
}
