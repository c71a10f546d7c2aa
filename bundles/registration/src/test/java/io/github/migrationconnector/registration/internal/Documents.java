package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Set-up documents, right ones and wrong ones. */
final class Documents {
    static final String SECRET_KEY = "planted/Secret+Key/of/forty/characters/x";
    static final String VCENTER_PASSWORD = "planted vCenter pässword";
    static final String ADMINISTRATOR_PASSWORD = "planted administrator password";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    static ObjectNode right() {
        return parsed(
                """
                {
                  "connector": {"name": "Site A"},
                  "administrator": {"password": "planted administrator password"},
                  "aws": {
                    "region": "eu-central-1",
                    "accessKeyId": "AKIAPLANTED000000001",
                    "secretAccessKey": "planted/Secret+Key/of/forty/characters/x",
                    "endpoints": {"ebs": "https://127.0.0.1:4443", "s3": "http://localhost:9000/"}
                  },
                  "vcenter": {
                    "url": "https://vcenter.example:8443",
                    "user": "EXAMPLE\\\\connector ü",
                    "password": "planted vCenter pässword",
                    "fingerprint": "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89"
                  },
                  "licence": {"accepted": true}
                }
                """);
    }

    /** With the value at a pointer such as {@code /aws/region} replaced; an empty text takes the field out. */
    static ObjectNode with(String pointer, String value) {
        ObjectNode document = right();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) document.at(pointer.substring(0, slash));
        if (value.isEmpty()) {
            parent.remove(pointer.substring(slash + 1));
        } else {
            parent.set(pointer.substring(slash + 1), tree(value));
        }
        return document;
    }

    static Secret secret(JsonNode document) {
        return Secret.of(document.toString());
    }

    private static ObjectNode parsed(String json) {
        return (ObjectNode) tree(json);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
