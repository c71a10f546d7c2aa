package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;

/**
 * Where the lab's vCenter is.
 *
 * @param sdk its SOAP endpoint
 * @param fingerprint SHA-256 of its first certificate, hex with colons
 * @param users login names with their passwords
 */
public record LabVcenterEndpoint(URI sdk, String fingerprint, List<LabUser> users) {
    /** Has the privileges that the connector asks for and nothing more. */
    public static final String CONNECTOR = "connector@vsphere.local";
    /** Has the five privileges that the retired connector had. */
    public static final String SEED = "seed@vsphere.local";
    /** May do everything. */
    public static final String ADMINISTRATOR = "administrator@vsphere.local";

    public LabVcenterEndpoint {
        users = List.copyOf(users);
    }

    static LabVcenterEndpoint of(JsonNode vcenter) {
        return new LabVcenterEndpoint(
                URI.create(vcenter.path("url").asText()),
                vcenter.path("fingerprint").asText(),
                LabUser.listOf(vcenter.path("users")));
    }

    /** The user of that name. */
    public LabUser user(String name) {
        return LabUser.named(users, name);
    }
}
