package io.github.migrationconnector.applianceova.internal.bill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.applianceova.internal.ova.GuestSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What software an OVA holds. Format: CycloneDX 1.5, JSON. It names no time: the same OVA has the same bill. */
public final class BillOfMaterials {
    private final String version;
    private final String ovaSha256;
    private final List<Component> components;

    private BillOfMaterials(String version, String ovaSha256, List<Component> components) {
        this.version = version;
        this.ovaSha256 = ovaSha256;
        this.components = components;
    }

    /**
     * Reads what goes into it.
     *
     * @param distribution as built
     * @param packages what the image's clean-up listed
     */
    public static BillOfMaterials of(
            Path distribution, Path packages, GuestSystem guest, String version, String ovaSha256) throws IOException {
        List<Component> all = new ArrayList<>(SystemPackages.read(packages, guest));
        all.addAll(new DistributionJars(distribution, version).read());
        return new BillOfMaterials(version, ovaSha256, all);
    }

    /** The document. */
    public ObjectNode json() {
        ObjectNode bill = JsonNodeFactory.instance.objectNode();
        bill.put("$schema", "http://cyclonedx.org/schema/bom-1.5.schema.json");
        bill.put("bomFormat", "CycloneDX");
        bill.put("specVersion", "1.5");
        bill.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(ovaSha256.getBytes(StandardCharsets.US_ASCII)));
        bill.put("version", 1);
        ObjectNode product = bill.putObject("metadata").putObject("component");
        product.put("type", "application");
        product.put("bom-ref", "appliance");
        product.put("name", "server-migration-connector");
        product.put("version", version);
        hash(product, ovaSha256);
        ArrayNode list = bill.putArray("components");
        Set<String> references = new HashSet<>();
        components.stream()
                .sorted(Comparator.comparing(Component::packageUrl)
                        .thenComparing(one -> one.sha256().orElse("")))
                .forEach(component -> add(list, component, references));
        return bill;
    }

    private static void add(ArrayNode list, Component component, Set<String> references) {
        ObjectNode node = list.addObject();
        node.put("type", component.kind());
        String reference = component.packageUrl()
                + component.sha256().map(digest -> "#" + digest).orElse("");
        // the same jar within two bundles
        if (references.add(reference)) {
            node.put("bom-ref", reference);
        }
        node.put("name", component.name());
        node.put("version", component.version());
        component.sha256().ifPresent(digest -> hash(node, digest));
        if (!component.licence().text().isEmpty()) {
            ObjectNode licence = node.putArray("licenses").addObject();
            if (component.licence().spdx()) {
                licence.put("expression", component.licence().text());
            } else {
                licence.putObject("license").put("name", component.licence().text());
            }
        }
        node.put("purl", component.packageUrl());
    }

    private static void hash(ObjectNode node, String sha256) {
        node.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
    }
}
