package io.github.migrationconnector.copy.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.migrationconnector.api.streaming.Verification;
import java.io.IOException;

/** How a verification is told. */
final class VerificationReport {
    private VerificationReport() {}

    /** As members of the document that is being written. */
    static void write(Verification verification, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("verification");
        json.writeBooleanField("equal", verification.equal());
        json.writeNumberField("blocksCompared", verification.blocksCompared());
        json.writeNumberField("differing", verification.differing());
        json.writeArrayFieldStart("firstDiffering");
        for (int index : verification.firstDiffering()) {
            json.writeNumber(index);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void text(Verification verification, Console console) {
        if (verification.equal()) {
            console.out().println("verified   equal, " + verification.blocksCompared() + " blocks compared");
        } else {
            console.out()
                    .println("verified   DIFFERENT: " + verification.differing() + " of "
                            + verification.blocksCompared() + " blocks, the first " + verification.firstDiffering());
        }
    }
}
